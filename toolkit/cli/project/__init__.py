"""Commands on the project as a whole: what it consists of, and whether it is well."""
