"""Looking over codings: passages that may be missed, and codings to look at again."""
