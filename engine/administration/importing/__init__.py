"""Tables of the configuration that administrators bring in: compared first, then written."""
