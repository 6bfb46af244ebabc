"""Names of people in Korean texts."""
