"""What administrators do: the organisation, the catalogues, local rules, acts on running cases."""
