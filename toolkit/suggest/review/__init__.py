"""Looking over codings with vectors: passages that may be missed, and codings to look at again."""
