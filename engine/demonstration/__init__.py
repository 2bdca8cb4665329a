"""A province at work, for whoever looks for the first time: invented, but by real acts."""
