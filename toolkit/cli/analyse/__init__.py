"""Commands of the analyst: matrices, themes and policy directions."""
