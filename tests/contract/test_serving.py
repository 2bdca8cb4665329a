"""``motcua serve``: several processes on one port, and an end that loses no request."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest
from gunicorn.config import Config

from api.cli.arriving import MOST_HEAD, SMALL, Stage, stage_of
from api.cli.arriving import Connection as Door
from api.cli.hands import Hands
from api.cli.leaving import SECONDS, Leaving
from api.cli.paced import AT_FIRST, PacedSocket
from api.cli.patience import PatientWorker

MOTCUA = Path(sys.executable).with_name("motcua")
WAIT = 60
STARTING = 180
"""Seconds: two processes that read all of the product on a machine that others use."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server of two processes on an empty embedded SQLite, until a test stops it."""
    port = free_port()
    env = {
        **os.environ,
        "MOTCUA_MODE": "demo",
        "MOTCUA_VAR": str(tmp_path_factory.mktemp("served")),
        "MOTCUA_PORT": str(port),
        "MOTCUA_SERVERS": "2",
    }
    subprocess.run([MOTCUA, "db", "upgrade"], env=env, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([MOTCUA, "serve"], env=env, stdout=subprocess.DEVNULL)
    try:
        _until_it_answers(port)
        yield process, port
    finally:
        process.kill()
        process.wait()


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            if answer(port) == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("nobody answers")


def children(process: subprocess.Popen[bytes]) -> list[int]:
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    return [int(number) for number in found.split()]


def until_two(process: subprocess.Popen[bytes]) -> list[int]:
    """Both processes of the server."""
    until = time.monotonic() + WAIT
    while len(found := children(process)) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    return found


def answer(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
    connection.request("GET", "/")
    status = connection.getresponse().status
    connection.close()
    return status


def held(number: int, port: int) -> int:
    """How many connections of a port a process holds."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    theirs = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}")}
    found = 0
    for file in Path(f"/proc/{number}/fd").iterdir():
        with suppress(FileNotFoundError):
            found += file.readlink().name in theirs
    return found


def kept(port: int, both: list[int]) -> HTTPConnection:
    """One connection more, once a process has taken it."""
    before = [held(one, port) for one in both]
    client = HTTPConnection("127.0.0.1", port, timeout=WAIT)
    client.connect()
    until = time.monotonic() + WAIT
    while [held(one, port) for one in both] == before and time.monotonic() < until:
        time.sleep(0.02)
    return client


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_kept_connections_of_several_clients_lie_with_all_processes(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = served
    both = until_two(process)
    port_alone = [held(one, port) for one in both]
    until = time.monotonic() + WAIT
    with ExitStack() as open_:
        while not all(held(one, port) > alone for one, alone in zip(both, port_alone, strict=True)):
            assert time.monotonic() < until
            open_.callback(kept(port, both).close)
    more: list[int] | None = None
    while more is None:
        assert time.monotonic() < until, "eight connections were never there at once"
        while [held(one, port) for one in both] != port_alone and time.monotonic() < until:
            time.sleep(0.1)
        more = eight_at_once(port, both)
    assert more == [4, 4]


def test_a_client_says_nothing_of_where_the_application_hangs(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    connection = HTTPConnection("127.0.0.1", served[1], timeout=WAIT)
    connection.request("GET", "/health", headers={"SCRIPT_NAME": "/x", "PATH_INFO": "/y"})
    assert connection.getresponse().status == 200
    connection.close()


def test_requests_that_do_not_come_are_waited_for_without_a_thread_and_not_for_ever(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    port, began = served[1], time.monotonic()
    with ExitStack() as open_:
        slow = [
            open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=WAIT))
            for _ in range(60)
        ]
        for one in slow:
            one.sendall(b"G")
        assert [answer(port) for _ in range(3)] == [200] * 3
        assert slow[0].recv(1) == b""
        assert time.monotonic() - began >= AT_FIRST
        more = open_.enter_context(socket.create_connection(("127.0.0.1", port), timeout=WAIT))
        more.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"x" * MOST_HEAD)
        assert more.recv(12) == b"HTTP/1.1 431"


def test_a_long_body_and_one_that_is_asked_for_come_whole_on_one_connection(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    head = b"POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n%s\r\n"
    with socket.create_connection(("127.0.0.1", served[1]), timeout=WAIT) as one:
        one.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health HT")
        assert until_ok(one).startswith(b"HTTP/1.1 200")
        one.sendall(b"TP/1.1\r\nHost: x\r\n\r\n")
        assert until_ok(one).startswith(b"HTTP/1.1 200")
        one.sendall(head % b"Expect: 100-continue\r\n")
        assert one.recv(12) in {b"HTTP/1.1 100", b"HTTP/1.1 405"}


def until_ok(one: socket.socket) -> bytes:
    """One answer with its body."""
    told = b""
    while b'"ok"}' not in told:
        told += one.recv(65536)
    return told


def test_what_is_too_long_to_be_read_is_answered_in_the_words_of_the_product(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    def asked(path: str, **headers: str) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", served[1], timeout=WAIT)
        connection.request("GET", path, headers=headers)
        told = connection.getresponse()
        found = told.status, told.getheader("Content-Type") or "", told.read().decode()
        connection.close()
        return found

    letters = "%E1%BA%AF"
    assert asked(f"/thu-tuc?q={letters * 200}")[0] == 200
    status, kind, page = asked(f"/viec?q={letters * 1000}")
    assert (status, kind.split(";")[0]) == (414, "text/html")
    assert "Nội dung tìm dài quá" in page
    assert 'lang="vi"' in page
    status, kind, problem = asked(f"/api/v1/procedures?q={letters * 1000}")
    assert (status, kind) == (414, "application/problem+json")
    assert '"http_414"' in problem
    status, _, page = asked("/", Cookie="a" * 9000)
    assert (status, "Trình duyệt gửi kèm quá nhiều" in page) == (431, True)


def eight_at_once(port: int, both: list[int]) -> list[int] | None:
    """How many of eight connections each process got, all of which were answered.

    They come as people do, not all within a moment: who waits longest is another one each time.
    ``None``: some connections were closed meanwhile. Whoever says nothing for some seconds is not
    waited for, and on a busy machine the first may have lain so long when the last one is taken.
    """
    before = [held(one, port) for one in both]
    chance = Random(8)
    with ExitStack() as open_:
        clients = []
        for _ in range(8):
            time.sleep(chance.uniform(0.0, 0.3))
            clients.append(kept(port, both))
            open_.callback(clients[-1].close)
        now = [held(one, port) for one in both]
        try:
            for client in clients:
                client.request("GET", "/")
            told = [client.getresponse().read() for client in clients]
        except (HTTPException, OSError):
            return None
    assert all(one.endswith(b"</html>") for one in told)
    more = [after - one for one, after in zip(before, now, strict=True)]
    return more if sum(more) == len(clients) else None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_process_that_dies_is_made_anew_and_a_stop_ends_the_request_in_hand(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    process, port = served
    first, second = until_two(process)
    until = time.monotonic() + WAIT
    os.kill(first, signal.SIGKILL)
    while (first in (now := children(process)) or len(now) < 2) and time.monotonic() < until:
        time.sleep(0.1)
    assert second in now
    assert len(now) == 2
    assert [answer(port) for _ in range(4)] == [200] * 4
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as begun:
        begun.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        begun.sendall(b"Connection: close\r\n\r\n")
        told = b"".join(iter(lambda: begun.recv(65536), b""))
    assert told.startswith(b"HTTP/1.1 200")
    assert told.endswith(b"</html>")
    assert process.wait(timeout=WAIT) == 0


class Connection:
    """A connection of a server, and its client."""

    def __init__(self, places: Hands | None = None, address: str = "") -> None:
        ours, self.client = socket.socketpair()
        self.sock, self.address = PacedSocket(ours, places or Hands(1, 1)), address

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()
        self.client.close()

    def waits(self) -> None:
        """Until a thread waits for the client."""
        until = time.monotonic() + WAIT
        while not self.sock.waited(time.monotonic() + 1) and time.monotonic() < until:
            time.sleep(0.01)


class Doing:
    """Something that a thread does."""

    def __init__(self, worker: PatientWorker, do: Callable[..., Any], *args: Any) -> None:
        self._told: Future[Any] = Future()
        worker.tpool.submit(partial(self._do, do, *args))

    def _do(self, do: Callable[..., Any], *args: Any) -> None:
        try:
            self._told.set_result(do(*args))
        except OSError as error:
            self._told.set_exception(error)

    def done(self) -> bool:
        return self._told.done()

    def result(self) -> Any:
        return self._told.result(WAIT)


@pytest.fixture
def worker() -> PatientWorker:
    found = object.__new__(PatientWorker)
    found.alive, found._in_hand, found._bodies, found._later = True, set(), set(), []
    found.tpool = Hands(2, 4)
    return found


def shut_after(worker: PatientWorker, seconds: float) -> None:
    worker.shut_late(time.monotonic() + seconds)


def test_a_body_that_does_not_come_keeps_no_thread(worker: PatientWorker) -> None:
    with Connection(worker.tpool) as late, Connection() as in_time, Connection() as begun:
        worker._in_hand = {late, in_time, begun}
        comes = Doing(worker, late.sock.recv, 10)
        begun.client.send(b"1\r\n{\r\n")  # the first piece of a body that never says its size
        assert begun.sock.recv(10) == b"1\r\n{\r\n"
        comes_more = Doing(worker, begun.sock.recv, 10)
        late.waits(), begun.waits()
        shut_after(worker, 4)
        assert not comes.done()
        shut_after(worker, 6)
        assert comes.result() == comes_more.result() == b""
        late.sock.sendall(b"answer")
        assert late.client.recv(10) == b"answer"
        in_time.client.send(b"x")
        assert in_time.sock.recv(1) == b"x"


def test_who_keeps_the_pace_is_waited_for(worker: PatientWorker) -> None:
    with Connection() as one:
        worker._in_hand = {one}
        one.client.send(b"x" * 64 * 1024)
        assert len(one.sock.recv(64 * 1024)) == 64 * 1024
        comes = Doing(worker, one.sock.recv, 10)
        one.waits()
        shut_after(worker, 8.5)
        assert not comes.done()
        shut_after(worker, 10)
        assert comes.result() == b""


def test_an_answer_that_nobody_takes_keeps_no_thread(worker: PatientWorker) -> None:
    with Connection() as one:
        worker._in_hand = {one}
        one.client.send(b"x" * 64 * 1024)  # what was received pays for nothing that is sent
        one.sock.recv(64 * 1024)
        goes = Doing(worker, one.sock.sendall, b"x" * 4 * 1024 * 1024)
        one.waits()
        shut_after(worker, 4)
        assert not goes.done()
        shut_after(worker, 300)
        with pytest.raises(BrokenPipeError):
            goes.result()


def test_a_file_goes_whole_and_as_much_as_is_asked(worker: PatientWorker, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(bytes(range(256)) * 4096)
    with Connection() as one, file.open("rb") as opened:
        goes = Doing(worker, one.sock.sendfile, opened, 3, 900_000)
        told = b""
        while len(told) < 900_000:
            told += one.client.recv(65536)
        assert goes.result() == 900_000
    assert told == file.read_bytes()[3:900_003]


def test_who_waits_for_a_client_leaves_the_place_to_others(worker: PatientWorker) -> None:
    with ExitStack() as open_:
        slow = [open_.enter_context(Connection(worker.tpool)) for _ in range(3)]
        told = [Doing(worker, one.sock.recv, 1) for one in slow]
        [one.waits() for one in slow]
        over = threading.Event()
        others = [Doing(worker, over.wait) for _ in range(2)]  # of which one is a thread too many
        slow[0].client.send(b"x")
        assert told[0].result() == b"x"
        more = Doing(worker, over.wait)
        slow[1].client.send(b"y")  # its thread wants a place, of which there is none
        until = time.monotonic() + WAIT
        while not worker.tpool.asked and time.monotonic() < until:
            time.sleep(0.01)
        assert not told[1].done()
        over.set()
        assert all(one.result() for one in (*others, more))
        assert told[1].result() == b"y"
        slow[2].client.close()
        assert told[2].result() == b""


def test_where_all_threads_wait_for_clients_the_slowest_of_who_has_most_goes(
    worker: PatientWorker,
) -> None:
    clients = {"slow": 30_000, "quick": 150_000, "other": 20_000, "third": 160_000}
    with ExitStack() as open_:
        made = {
            name: open_.enter_context(Connection(worker.tpool, name if name == "other" else "one"))
            for name in clients
        }
        worker._in_hand = set(made.values())
        for name, size in clients.items():
            made[name].client.send(b"x" * size)
            assert len(made[name].sock.recv(size)) == size
        told = {name: Doing(worker, one.sock.recv, 1) for name, one in made.items()}
        [one.waits() for one in made.values()]
        shut_after(worker, 5)
        assert not any(one.done() for one in told.values())
        other = Doing(worker, lambda: True)
        shut_after(worker, 5)
        assert told["slow"].result() == b""
        assert other.result()
        assert not told["other"].done()
        assert not told["third"].done()
        for name in ("quick", "other", "third"):
            made[name].client.close()


@pytest.mark.parametrize("waits", ["one", "other"])
def test_bodies_wait_their_turn_and_an_address_with_most_of_them_gives_way_to_others(
    worker: PatientWorker, waits: str
) -> None:
    with ExitStack() as open_:
        bring = [open_.enter_context(Connection(worker.tpool, "one")) for _ in range(2)]
        worker._in_hand = worker._bodies = set(bring)
        for one, size in zip(bring, (100_000, 200_000), strict=True):
            one.client.send(b"x" * size)
            one.sock.recv(size)
        told = [Doing(worker, one.sock.recv, 1) for one in bring]
        [one.waits() for one in bring]
        worker._later = [open_.enter_context(Connection(address=waits))]
        shut_after(worker, 5)
        if waits == "other":
            assert told[0].result() == b""
        assert [one.done() for one in told] == [waits == "other", False]
        [one.client.close() for one in bring]


CHUNKED = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\ncontent-length: %d\r\n\r\n%s"


@pytest.mark.parametrize(
    ("come", "stage"),
    [
        (b"", Stage.PART),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", Stage.PART),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", Stage.WHOLE),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /", Stage.WHOLE),
        (POST % (3, b"ab"), Stage.PART),
        (POST % (3, b"abc"), Stage.WHOLE),
        (POST % (SMALL + 1, b"x" * (SMALL - 1)), Stage.PART),
        (POST % (SMALL + 1, b"x" * SMALL), Stage.BODY_COMES),
        (POST.replace(b"%d", b"%025d") % (10**7, b"x" * SMALL), Stage.BODY_COMES),
        (CHUNKED, Stage.BODY_COMES),
        (b"PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", Stage.BODY_COMES),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * MOST_HEAD, Stage.TOO_LONG),
    ],
)
def test_a_request_goes_to_a_thread_when_it_has_come(come: bytes, stage: Stage) -> None:
    assert stage_of(come) is stage


def test_who_has_said_nothing_keeps_no_thread() -> None:
    ours, client = socket.socketpair()
    nothing = SimpleNamespace(change=lambda _: None)
    paced = PacedSocket(ours, Hands(1, 1))
    conn = Door(cast("Any", nothing), Leaving(), Config(), paced, ("192.0.2.1", 1), "")
    assert conn.comes()
    assert conn.stage is Stage.PART
    assert not conn.is_late(time.monotonic() + AT_FIRST - 1)
    client.send(b"GET / HTTP/1.1\r\n")
    assert conn.comes()
    assert conn.stage is Stage.PART
    assert conn.is_late(time.monotonic() + AT_FIRST + 0.1)
    client.send(b"\r\n")
    assert conn.comes()
    assert conn.stage is Stage.WHOLE
    client.close()
    assert not conn.comes()
    conn.close()


def test_a_connection_that_leaves_is_waited_for_by_nobody_and_hears_all() -> None:
    leaving, answer_ = Leaving(), b"x" * 50_000
    began = time.monotonic()
    with ExitStack() as open_:
        several = [open_.enter_context(Connection()) for _ in range(20)]
        for one in several:
            one.client.send(b"more that nobody reads")
            one.sock.sendall(answer_)
            leaving.let_go(one.sock)
        assert time.monotonic() - began < SECONDS
        several[0].client.close()
        for one in several[1:]:
            assert b"".join(iter(partial(one.client.recv, 65536), b"")) == answer_
        until = began + WAIT
        while any(one.sock.fileno() >= 0 for one in several) and time.monotonic() < until:
            time.sleep(0.05)
        assert all(one.sock.fileno() < 0 for one in several)


def test_a_thread_waits_for_who_was_just_answered_unless_others_wait_for_it() -> None:
    worker, over = object.__new__(PatientWorker), threading.Event()
    worker.alive, worker._bodies, worker.tpool = True, set(), Hands(1, 1)
    ours, client = socket.socketpair()
    nothing = SimpleNamespace(change=lambda _: None)
    paced = PacedSocket(ours, worker.tpool)
    conn = Door(cast("Any", nothing), Leaving(), Config(), paced, ("192.0.2.1", 1), "")
    assert not worker._follows(conn)
    client.send(b"GET / HTTP/1.1\r\n")
    assert not worker._follows(conn)
    client.send(b"\r\n")
    assert worker._follows(conn)
    busy = [Doing(worker, over.wait) for _ in range(2)]
    assert not worker._follows(conn)
    over.set()
    assert all(each.result() for each in busy)
    worker.alive = False
    assert not worker._follows(conn)
    client.close(), conn.close()
