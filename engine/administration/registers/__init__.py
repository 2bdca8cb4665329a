"""The registers of the catalogue: procedures, papers, fees, legal bases, accounts."""
