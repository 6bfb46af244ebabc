"""The screen of a concordance: a word in context, line by line."""
