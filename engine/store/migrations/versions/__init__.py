"""One module per change of the stored data, named for what it does."""
