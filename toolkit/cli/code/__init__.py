"""Commands of the coder: codings, the codebook, memos, and finding and quoting passages."""
