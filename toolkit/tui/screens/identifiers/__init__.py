"""The screens of de-identification: the desk, the choice of a pseudonym, and the passphrase."""
