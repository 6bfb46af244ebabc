"""Actions on the texts of the sources themselves."""
