"""Terms of texts: words by their lemmas, and noun phrases, in English and Korean."""
