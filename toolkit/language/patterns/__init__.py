"""Patterns of words by lemma: their language, and where they stand in an analysed text."""
