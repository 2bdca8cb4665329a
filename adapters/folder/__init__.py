"""A local folder as document store and as keeper of audit heads."""
