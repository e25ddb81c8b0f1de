"""What is trained: settings, layers, network, weights."""
