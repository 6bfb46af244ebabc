"""Commands of a team: rounds, exchange between coders, agreement and consensus."""
