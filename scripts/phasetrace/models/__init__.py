"""What is simulated: a folder for each model, with its chain, its disorder and its entry."""
