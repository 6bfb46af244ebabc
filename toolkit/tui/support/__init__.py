"""Helpers of the screens: progress, threads, external editor, pending input, fuzzy matching."""
