"""Procedures and their packages: what a package says, and which one applies."""
