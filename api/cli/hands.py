"""The threads of a server process: few of them work, and those that wait for clients are more.

A thread that waits until its client sends or takes something leaves its place to another one, and
takes one again when the client has moved. So a slow client costs a thread, of which there may be
many, and no place, of which there are as many as requests are worked on at once.
"""

import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

WAITING = 56
"""Threads besides those that work: so many clients may be waited for at once in one process."""


class Hands:
    """``places`` threads work at once; with those that wait for clients there are ``most``."""

    def __init__(self, places: int, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._free, self._threads, self._idle = places, 0, 0
        self._begins: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._new: deque[Callable[[], object]] = deque()
        self._back: deque[Any] = deque()
        self._new_first = True

    @property
    def asked(self) -> bool:
        """Whether anybody waits for a thread or a place."""
        return bool(self._new or self._back)

    @property
    def all_wait(self) -> bool:
        """Whether there is a place, and something to do, but all threads wait for clients."""
        with self._lock:
            return bool(self._new and self._free and not self._may_begin())

    def submit(self, work: Callable[[], object]) -> None:
        """Have this done by a thread as soon as there is a place; it must not raise."""
        with self._lock:
            self._new.append(work)
            self._fill()

    def leave(self) -> None:
        """The thread that asks begins to wait for a client: its place is another one's."""
        with self._lock:
            self._free += 1
            self._fill()

    def come_back(self) -> None:
        """The client has moved: wait for a place."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._back.append(turn)
        turn.acquire()

    def shutdown(self, *, wait: bool) -> None:
        """Nobody is waited for here: the threads end with their process."""

    def _fill(self) -> None:
        """Give free places to who wants one: by turns to what is new and to who comes back."""
        while self._free:
            begins = self._may_begin()
            if self._back and not (begins and self._new_first):
                self._back.popleft().release()
                self._new_first = True
            elif begins:
                self._begin(self._new.popleft())
                self._new_first = False
            else:
                return
            self._free -= 1

    def _may_begin(self) -> bool:
        return bool(self._new) and (self._idle > 0 or self._threads < self._most)

    def _begin(self, work: Callable[[], object]) -> None:
        if self._idle:
            self._idle -= 1
        else:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True).start()
        self._begins.put(work)

    def _work(self) -> None:
        while True:
            work: Callable[[], object] | None = self._begins.get()
            while work is not None:
                work()
                work = self._next()

    def _next(self) -> Callable[[], object] | None:
        """What the thread does next in its place; ``None``: it has left it."""
        with self._lock:
            if self._new and not self._back:
                return self._new.popleft()
            self._free += 1
            self._idle += 1
            self._fill()
            return None
