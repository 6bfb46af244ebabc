"""The command line: one file a noun. stdout is data; `notes` and `diagnostics` own stderr."""
