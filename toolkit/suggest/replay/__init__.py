"""Replay of suggestions on the project's own codings: answers, figures, baselines, intervals."""
