"""Recurrent classifiers: their cells, their recipe, their training and retrainings."""
