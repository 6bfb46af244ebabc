"""Identifiers in digits, Latin letters and number words: alike in English and Korean texts."""
