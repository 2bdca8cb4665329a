"""People: accounts, credentials and the posts they hold."""

from engine.accounts.person import Grant, Person, Post

__all__ = ["Grant", "Person", "Post"]
