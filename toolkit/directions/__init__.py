"""Policy directions: prior by codes, evidence by text, and proposals from both."""
