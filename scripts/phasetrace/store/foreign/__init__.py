"""Traces from anywhere: files of other programs and experiments, read into one dataset."""
