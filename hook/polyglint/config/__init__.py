"""What a repository and the command line set: settings, policy, baseline."""
