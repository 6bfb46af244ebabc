"""Confidence intervals of coefficients: analytic, by bootstrap and by jackknife."""
