"""Petitions: filed by anyone, taken or rejected, answered, published; each act one module."""
