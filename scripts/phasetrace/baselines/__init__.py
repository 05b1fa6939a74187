"""Other ways to find a transition on the same traces."""
