"""Bodies that are known, or known by what stands around them."""
