"""Commands that look over codings."""
