"""Alembic migrations: expand, deploy, contract. Running cases live through every one of them."""
