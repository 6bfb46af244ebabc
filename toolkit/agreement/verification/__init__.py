"""Worked examples from the literature, computed again."""
