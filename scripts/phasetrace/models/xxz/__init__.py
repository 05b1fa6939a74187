"""XXZ chains in random, quasi-periodic and tilted fields, from starts of many kinds."""
