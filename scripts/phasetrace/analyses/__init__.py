"""What each figure shows, computed from predictions and traces: datasets in, a dataset out."""
