"""The JSON API, the command line, the worker, and the putting-together."""
