"""Accounts of officers: made, handed out by one-use codes, locked, moved out of."""
