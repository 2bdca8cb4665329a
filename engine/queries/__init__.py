"""Read models: frozen rows for pages and API, built in one read transaction each."""
