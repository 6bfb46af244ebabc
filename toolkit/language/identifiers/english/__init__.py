"""Names of persons, bodies and places, and addresses, in English texts."""
