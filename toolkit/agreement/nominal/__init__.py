"""The kappa family: coefficients of ratings, corrected for agreement by chance.

All of them read ratings with the same parameters:

data : shape (units, coders)
    Lists, an array, a DataFrame or :class:`~toolkit.agreement.ratings.Ratings` (coded
    spans as runs of characters). None and NaN mean that the rating is missing.
categories
    The categories in their order, or how many there are. The default is those that
    occur, sorted. Weighted coefficients depend on the order, Brennan-Prediger and Gwet
    on the number.
weights
    How much two categories agree: identity, linear, quadratic, ordinal, radical, ratio
    (Gwet 2014, ch. 3), or a symmetric matrix of shape (categories, categories) with 1 on
    the diagonal.
positions
    ranks: the categories stand at 0, 1, 2, ... (the default); values: at their own
    numbers. The two differ where the numbers are not evenly spaced.

Each returns a :class:`~toolkit.agreement.coefficient.Coefficient`. Where every compared
rating is the same category nothing can be corrected for chance, and the value is None
with the reason: a 1.0 would claim a reliability that the data cannot show. Percent
agreement is 1 there. Data that are no table of ratings raise ValueError, and so do
unknown weights, positions and rules.
"""
