"""One unit with all below it goes up in another: what that touches, done, and undone."""
