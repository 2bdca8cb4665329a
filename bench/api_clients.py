"""Clerks at their computers: kept connections, cookies, the token of their session."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from http.cookies import SimpleCookie
from random import Random
from time import monotonic, perf_counter, sleep
from typing import Any, Self
from urllib.parse import urlencode

from bench.engine_town import STEP_ANSWERS
from engine.accounts.demo import PASSWORD

CLERK = "bao.pq@nghe_an"
CLERKS = 4
COMPLETE = "complete"
"""The address of the act that ends a step which has no other."""
SIGNED_IN, BUSY = 200, 503
JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_FORM = re.compile(r'<form[^>]* action="(/viec/[^"]+/xong[^"]*)"(.*?)</form>', re.DOTALL)
_BUTTON = re.compile(r'<button[^>]* name="(outcome)" value="([^"]*)"[^>]*>')


class Client:
    """One browser or program of a person who has signed in."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.token = ""

    def sign_in(self, username: str = CLERK, password: str = PASSWORD) -> int:
        """Sign in as the clerk or somebody else; the status of the answer."""
        self.token = self.read("/csrf")["csrf_token"]
        status = self.post("/session", {"username": username, "password": password})[0]
        self.token = self.read("/csrf")["csrf_token"]
        return status

    def signed_in(self, username: str = CLERK) -> Self:
        """Sign in, as often as the door is too full."""
        while (status := self.sign_in(username)) == BUSY:
            sleep(1.0)
        assert status == SIGNED_IN, (username, status)
        return self

    def ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        """Status, where to go on, body."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        told = {**(headers or {}), "Cookie": cookies}
        try:
            self._connection.request(method, path, body, told)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, ConnectionError):  # the server had closed the idle one
            self._connection.close()
            self._connection.request(method, path, body, told)
            answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self._cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.status, answer.headers.get("Location", ""), content

    def read(self, path: str) -> Any:
        """What an address of the API answers."""
        return json.loads(self.ask("GET", f"/api/v1{path}")[2])

    def post(self, path: str, body: object) -> tuple[int, str, bytes]:
        """Send to an address of the API."""
        told = {**JSON, "X-CSRF-Token": self.token}
        return self.ask("POST", f"/api/v1{path}", json.dumps(body), told)

    def follow(self, answer: tuple[int, str, bytes]) -> str:
        """The page at the end of the redirects."""
        while answer[0] in (302, 303):
            answer = self.ask("GET", answer[1])
        return answer[2].decode()


def wait_for(port: int) -> None:
    """Until somebody answers there."""
    for _ in range(600):
        try:
            Client(port).read("/csrf")
        except (OSError, HTTPException):
            sleep(0.1)
        else:
            return


class Load:
    """So many clerks of one desk, all at work."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._clerks = [Client(port) for _ in range(CLERKS)]
        self._people = ThreadPoolExecutor(CLERKS)

    def __enter__(self) -> Self:
        for clerk in self._clerks:
            clerk.signed_in()
        return self

    def __exit__(self, *_: object) -> None:
        self._people.shutdown()

    def steps(self, seconds: float) -> list[float]:
        """The seconds of each act, with its three looks beside it."""
        return self._all(seconds, _step)

    def pages(self, seconds: float) -> list[float]:
        """The seconds from the pressed decision to the page that tells what was done; what nobody
        can take back is asked once more in between."""
        return self._all(seconds, _page)

    def queue(self, seconds: float) -> list[float]:
        """The seconds of each look at the queue, of one clerk."""
        return _until(monotonic() + seconds, self._clerks[0], _look, Random(3))

    def _all(self, seconds: float, one: "Doing") -> list[float]:
        end = monotonic() + seconds
        running = [
            self._people.submit(_until, end, clerk, one, Random(number))
            for number, clerk in enumerate(self._clerks)
        ]
        return [spent for done in running for spent in done.result()]

    @contextmanager
    def storm(self, a_second: float) -> Iterator[None]:
        """So many people at the door each second, meanwhile."""
        over = threading.Event()

        def knock() -> None:
            with ThreadPoolExecutor(32) as people:
                while not over.wait(1 / a_second):
                    people.submit(lambda: Client(self._port).sign_in())

        door = threading.Thread(target=knock)
        door.start()
        yield
        over.set()
        door.join()


Doing = Callable[[Client, Random], float | None]


def _until(end: float, clerk: Client, one: Doing, chance: Random) -> list[float]:
    spent = []
    while monotonic() < end:
        if (took := one(clerk, chance)) is not None:
            spent.append(took)
    return spent


def _look(clerk: Client, chance: Random) -> float:  # noqa: ARG001
    begun = perf_counter()
    clerk.read("/queue?tab=unit")
    return perf_counter() - begun


def _chosen(clerk: Client, chance: Random) -> dict[str, Any]:
    row: dict[str, Any] = chance.choice(clerk.read("/queue?tab=unit")["rows"])
    return row


def _step(clerk: Client, chance: Random) -> float | None:
    """``None``: a colleague was quicker."""
    row = _chosen(clerk, chance)
    file = clerk.read(f"/cases/{row['case_ref']}")
    task = file.get("task")
    if task is None or task["task_id"] != row["task_id"]:
        return None
    outcomes = task["outcomes"]
    body = {"answers": STEP_ANSWERS, "outcome": outcomes[0]["value"] if outcomes else None}
    body |= _read(file, row.get("act") or COMPLETE)
    begun = perf_counter()
    status, _, said = clerk.post(f"/tasks/{row['task_id']}/{_word(row.get('act'))}", body)
    spent = perf_counter() - begun
    _look(clerk, chance)
    assert status in (200, 404, 409), said
    return spent if status == 200 else None


def _read(file: Any, act: str) -> dict[str, Any]:
    """What was read of the case, by its mark, where the act goes by that."""
    inputs = [one for found in file["acts"] if found["kind"] == act for one in found["inputs"]]
    return {one["name"]: one["choices"][0]["value"] for one in inputs if one["kind"] == "seen"}


def _word(act: str | None) -> str:
    return (act or COMPLETE).replace("_", "-")


def _page(clerk: Client, chance: Random) -> float | None:
    row = _chosen(clerk, chance)
    page = clerk.follow(clerk.ask("GET", f"/ho-so/{row['case_ref']}"))
    form = next((one for one in _FORM.finditer(page) if row["task_id"] in one[1]), None)
    pressed = _BUTTON.search(form[2]) if form else None
    if form is None or pressed is None:
        return None
    typed = {**dict(_HIDDEN.findall(form[2])), **STEP_ANSWERS, pressed[1]: pressed[2]}
    begun = perf_counter()
    answer = clerk.ask("POST", form[1], urlencode(typed), FORM)
    if answer[0] == 200 and 'name="xac-nhan"' in (asked := answer[2].decode()):
        sure = {**typed, **dict(_HIDDEN.findall(asked)), "xac-nhan": "1"}
        answer = clerk.ask("POST", form[1], urlencode(sure), FORM)
    clerk.follow(answer)
    return perf_counter() - begun if answer[0] in (302, 303) else None
