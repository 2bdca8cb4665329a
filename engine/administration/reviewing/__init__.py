"""Agencies look through the list of their procedures and sign it off (R-79, R-105)."""
