"""Tables of the product, one module per aggregate, and the database they live in."""
