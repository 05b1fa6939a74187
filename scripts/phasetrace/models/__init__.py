"""What is simulated: a folder for each model, with its chain, its draws of disorder and its entry."""
