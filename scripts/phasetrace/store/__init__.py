"""Reading and writing every kind of file, with every check, and what made them."""
