"""Benchmarks against budgets and peers: `make bench` prints them and writes outputs/bench.json."""
