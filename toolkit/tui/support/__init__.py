"""Help for screens: progress, threads, the external editor, pending input, fuzzy matching."""
