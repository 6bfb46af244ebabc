"""Agreement between coders: what is compared, on which units, and the tables of coefficients."""
