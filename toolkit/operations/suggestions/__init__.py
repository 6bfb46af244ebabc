"""Suggested codes: the models, what they learn from, and asking them."""
