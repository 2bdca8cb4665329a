"""The one gate for what people type and programs send: text, numbers, dates, identifiers.

What a person types (``…_typed``) is read forgivingly, what a program sends (``…_sent``) strictly;
both give the same values, and ``…_written`` shows them in Vietnamese form, which reads back equal.
Nothing is guessed: what could mean two things is refused with how to write it.
"""

from engine.typed.folding import folded
from engine.typed.text import Typed, Unreadable

__all__ = ["Typed", "Unreadable", "folded"]
