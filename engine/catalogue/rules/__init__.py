"""Local rules: how provinces, areas and units differ by data, and which rule applies when."""
