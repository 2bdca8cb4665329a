"""People: accounts, credentials and the posts they hold."""

from engine.accounts.person import Person, Post

__all__ = ["Person", "Post"]
