"""What the workflow makes of a configuration, what it costs, and the log of a job."""
