"""Training: devices, input, the loop."""
