"""Recurrent cells of the classifier, one module or folder each."""
