from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.link.buffered import AHEAD, GATHERED, Buffered


class Counting:
    """A real socket that counts how often the system is asked."""

    def __init__(self, inner: socket.socket, most: int = 1 << 30) -> None:
        self.inner = inner
        self.asked = 0
        self._most = most

    def send(self, data: bytearray) -> int:
        self.asked += 1
        return self.inner.send(data[: self._most])

    def recv(self, size: int) -> bytes:
        self.asked += 1
        return self.inner.recv(size)

    def close(self) -> None:
        self.inner.close()

    def fileno(self) -> int:
        return self.inner.fileno()


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    near.setblocking(False)
    far.settimeout(5)
    yield near, far
    near.close()
    far.close()


def test_what_is_sent_first_leaves_at_once_and_the_rest_together(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    counting = Counting(near)
    buffered = Buffered(counting)
    for word in (b"one ", b"two ", b"three"):
        assert buffered.send(word) == len(word)
    assert counting.asked == 1
    assert buffered.unsent
    assert far.recv(100) == b"one "
    buffered.flush()
    assert counting.asked == 2
    assert not buffered.unsent
    assert far.recv(100) == b"two three"
    buffered.send(b"four")
    assert far.recv(100) == b"four"


def test_many_small_reads_ask_the_system_once(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    counting = Counting(near)
    buffered = Buffered(counting)
    far.sendall(b"abcdef")
    assert [buffered.recv(1), buffered.recv(1), buffered.recv(2)] == [b"a", b"b", b"cd"]
    assert buffered.pending() == 2
    assert buffered.recv(100) == b"ef"
    assert buffered.pending() == 0
    assert counting.asked == 1
    with pytest.raises(BlockingIOError):
        buffered.recv(1)
    far.sendall(b"g")
    assert buffered.recv(1) == b"g"


def test_the_end_of_the_other_is_no_bytes(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    buffered = Buffered(near)
    far.sendall(b"bye")
    far.close()
    assert buffered.recv(10) == b"bye"
    assert buffered.recv(10) == b""


def test_what_the_other_has_said_before_it_hung_up_is_read_first(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    buffered = Buffered(near)
    far.sendall(b"not allowed")
    far.close()
    buffered.send(b"into the void")
    buffered.flush()
    assert not buffered.unsent
    assert buffered.pending() > 0
    assert buffered.recv(100) == b"not allowed"
    assert buffered.pending() > 0
    assert buffered.recv(100) == b""


def test_a_broken_connection_with_nothing_to_read_is_told_by_the_read() -> None:
    class Broken:
        def send(self, data: bytearray) -> int:
            raise ConnectionResetError("reset")

        def recv(self, size: int) -> bytes:
            raise BlockingIOError

    buffered = Buffered(Broken())
    buffered.send(b"a")
    buffered.flush()
    with pytest.raises(ConnectionResetError):
        buffered.recv(1)


def test_no_more_is_gathered_than_fits(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    buffered = Buffered(near)
    sent = received = 0
    with suppress(BlockingIOError):
        while sent < 100 * GATHERED:
            sent += buffered.send(b"x" * 1000)
    assert sent < 100 * GATHERED
    while received < sent:
        received += len(far.recv(1 << 20))
        buffered.flush()
    assert received == sent
    assert not buffered.unsent


def test_closing_sends_what_is_left(ends: tuple[socket.socket, socket.socket]) -> None:
    near, far = ends
    buffered = Buffered(near)
    buffered.send(b"goodbye")
    buffered.close()
    assert far.recv(100) == b"goodbye"
    assert far.recv(100) == b""
    buffered.close()


@given(
    parts=st.lists(st.binary(min_size=1, max_size=300), max_size=20),
    most=st.integers(1, 500),
    sizes=st.lists(st.integers(1, 3 * AHEAD), min_size=1, max_size=5),
)
def test_every_byte_arrives_once_and_in_order_however_it_is_cut(
    parts: list[bytes], most: int, sizes: list[int]
) -> None:
    near, far = socket.socketpair()
    near.setblocking(False)
    far.setblocking(False)
    try:
        writes, reads = Buffered(Counting(near, most)), Buffered(far)
        got = bytearray()
        for number, part in enumerate(parts):
            writes.send(part)
            writes.flush()
            got += reads.recv(sizes[number % len(sizes)])
        while len(got) < sum(map(len, parts)):
            got += reads.recv(sizes[0])
        assert bytes(got) == b"".join(parts)
        assert not writes.unsent
    finally:
        near.close()
        far.close()
