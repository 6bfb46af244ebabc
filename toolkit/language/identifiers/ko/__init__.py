"""Rules that propose what identifies people in Korean texts, one subject a module."""
