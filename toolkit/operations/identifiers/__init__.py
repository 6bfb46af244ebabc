"""De-identification: proposals, decisions on them, pseudonyms and their key, and erasure."""
