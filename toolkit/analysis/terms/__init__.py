"""Statistics of terms: weights by group, dispersion, keyness, and the order of a concordance."""
