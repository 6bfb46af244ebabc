"""Commands of the group Exchange."""
