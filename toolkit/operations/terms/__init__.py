"""Terms of what is said: typical words and phrases, keyness, and concordances."""
