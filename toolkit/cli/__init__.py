"""The command line: one file a noun. stdout is data; `diagnostics` owns stderr."""
