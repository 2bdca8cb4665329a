"""What administrators do: the organisation, the catalogues, acts that reach into running cases."""
