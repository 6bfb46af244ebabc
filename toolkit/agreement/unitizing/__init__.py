"""Krippendorff's coefficients for coded spans, measured on layers of units."""
