"""The append-only record: events chained per case, and keyed daily heads kept elsewhere."""

from engine.audit.chain import Actor, ChainHead, Event, chained

__all__ = ["Actor", "ChainHead", "Event", "chained"]
