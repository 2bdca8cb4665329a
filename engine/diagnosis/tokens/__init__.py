"""The token game: a scope as spots and ways, made smaller, then played through to every end."""
