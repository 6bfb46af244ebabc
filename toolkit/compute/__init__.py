"""A function over chunks of work: in this process or in several, with the same results."""
