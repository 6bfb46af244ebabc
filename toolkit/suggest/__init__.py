"""Suggestions of codes: embedders, training data, scorer, verdicts and evidence."""
