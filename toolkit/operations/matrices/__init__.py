"""Theme matrices and the workbooks, pages and files that they are written to."""
