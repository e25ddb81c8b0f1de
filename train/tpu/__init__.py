"""Training steps compiled for TPUs that are not there."""
