"""What the language layer is used for: words by their lemmas, terms, and what names people."""
