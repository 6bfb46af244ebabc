"""The agreement table: every code against its absence, for every group of coders."""
