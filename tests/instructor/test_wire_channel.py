"""Messages arrive whole and in order, or not at all; nobody waits for ever."""

import contextlib
import signal
import socket
import struct
import sys
import time

import numpy as np
import pytest
from wire_peer import peer

from cmlib.instructor.wire.channel import Channel
from cmlib.instructor.wire.codec import NotPlain, Reference, Sizes, WireError, pack

LARGE = 2_000_000  # many times what a socket holds


@pytest.fixture
def ends():
    here, there = socket.socketpair()
    yield Channel(here), Channel(there)
    here.close()
    there.close()


@pytest.fixture
def raw():
    """A channel, and the bare socket at its other end."""
    here, there = socket.socketpair()
    yield Channel(here, Sizes(message=10_000)), there
    here.close()
    there.close()


def framed(data):
    return struct.pack(">I", len(data)) + data


def test_messages_arrive_in_order(ends):
    here, there = ends
    for number in range(100):
        here.send([number, "a" * number])
    for number in range(100):
        assert there.receive() == [number, "a" * number]
    there.send("back")
    assert here.receive() == "back"


def test_references_are_made_and_resolved(ends):
    here, there = ends
    here.send([len], lambda value: Reference("here", 5))
    assert there.receive(resolve=lambda reference: reference.number) == [5]


def test_what_cannot_cross_sends_nothing(ends):
    here, there = ends
    with pytest.raises(NotPlain):
        here.send([1, object()])
    here.send("next")
    assert there.receive() == "next"


def test_bytes_in_any_pieces_make_the_same_messages(raw):
    channel, other = raw
    data = b"".join(framed(pack(value)) for value in ("first", [1.5] * 50, None, "last"))
    for step in (1, 3, 7, 1000):
        arrived = []
        for start in range(0, len(data), step):
            other.send(data[start : start + step])
            with contextlib.suppress(TimeoutError):
                while True:
                    arrived.append(channel.receive(0))
        assert arrived == ["first", [1.5] * 50, None, "last"]


def test_time_runs_out_and_nothing_is_lost(raw):
    channel, other = raw
    data = framed(pack("hello"))
    other.send(data[:7])
    for timeout in (0, 0.05):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            channel.receive(timeout)
        assert timeout <= time.monotonic() - began < timeout + 2
    other.send(data[7:])
    assert channel.receive(0) == "hello"


def test_a_message_that_drips_is_not_waited_for_beyond_the_time():
    def live(channel):
        for byte in framed(pack("a" * 200)):
            channel._socket.send(bytes([byte]))
            time.sleep(0.02)

    with peer(live) as (channel, _):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            channel.receive(0.3)
        assert 0.3 <= time.monotonic() - began < 3


def test_the_other_end_is_gone(ends):
    here, there = ends
    there.send("goodbye")
    there.close()
    assert here.receive() == "goodbye"
    for _ in range(2):
        with pytest.raises(EOFError, match="other end of the wire is gone"):
            here.receive()
        with pytest.raises(BrokenPipeError, match="other end of the wire is gone"):
            here.send("anyone?")


def test_this_end_is_closed(ends):
    here, there = ends
    there.send("too late")
    here.close()
    here.close()
    with pytest.raises(EOFError, match="this end"):
        here.receive()
    with pytest.raises(BrokenPipeError, match="this end"):
        here.send("a")


def test_the_other_end_goes_in_the_middle_of_a_message(raw):
    channel, other = raw
    other.send(framed(pack("hello"))[:-1])
    other.close()
    with pytest.raises(EOFError):
        channel.receive()


def test_a_message_that_announces_too_much_is_not_waited_for(raw):
    channel, other = raw
    other.send(framed(pack("before")) + struct.pack(">I", 10_001) + b"x")
    assert channel.receive() == "before"
    for _ in range(2):
        with pytest.raises(WireError, match="10001 bytes is announced"):
            channel.receive()


def test_the_largest_message_that_is_taken(raw):
    channel, other = raw
    text = "a" * (10_000 - len(pack("")))
    other.send(framed(pack(text)))
    assert channel.receive() == text


def test_bytes_that_are_no_message_spoil_only_themselves(raw):
    channel, other = raw
    other.send(framed(b"junk") + framed(b"") + framed(pack("good")))
    for _ in range(2):
        with pytest.raises(WireError):
            channel.receive()
    assert channel.receive() == "good"


def test_a_large_message_goes_to_a_slow_reader():
    def live(channel):
        time.sleep(0.2)
        channel.send(channel.receive().sum())

    with peer(live) as (channel, _):
        channel.send(np.ones(LARGE))
        assert channel.receive(10) == LARGE


def test_an_end_that_does_not_read_is_not_waited_for_and_gets_all_in_the_end():
    def live(channel):
        time.sleep(1.5)
        first, second = channel.receive(), channel.receive()
        channel.send([first.sum(), second])

    with peer(live) as (channel, _):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            channel.send(np.ones(LARGE), timeout=0.2)
        assert time.monotonic() - began < 1.2
        channel.send("second")
        assert channel.receive(10) == [LARGE, "second"]


def test_what_was_not_sent_in_time_is_sent_while_waiting_for_an_answer():
    def live(channel):
        time.sleep(0.4)
        channel.send(channel.receive().sum())

    with peer(live) as (channel, _):
        with pytest.raises(TimeoutError):
            channel.send(np.ones(LARGE), timeout=0.1)
        assert channel.receive(10) == LARGE


def test_both_ends_send_at_the_same_time():
    def live(channel):
        for _ in range(3):
            channel.send(np.ones(LARGE))
        channel.send(sum(channel.receive().sum() for _ in range(3)))

    with peer(live) as (channel, _):
        for _ in range(3):
            channel.send(np.full(LARGE, 2.0))
        assert sum(channel.receive(10).sum() for _ in range(3)) == 3 * LARGE
        assert channel.receive(10) == 6 * LARGE


def send_for_ever(channel):
    while True:
        channel.send("b" * 9000, timeout=0.05)


def test_an_end_that_floods_is_read_no_further_than_one_message(raw):
    """While this end cannot send, what arrives is kept, but not without bound."""
    channel, other = raw
    other.setblocking(False)
    channel._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    flood = memoryview(framed(pack("a" * 5000)) * 1000)
    progress = []
    for _ in range(8):
        left = len(flood)
        with contextlib.suppress(BlockingIOError):
            while True:
                flood = flood[other.send(flood) :]
        progress.append(left - len(flood))
        with pytest.raises(TimeoutError):
            send_for_ever(channel)
    held = len(channel._arrived) + sum(map(len, channel._messages))
    assert 10_000 < held < 10_000 + 2 * 256 * 1024
    assert progress[0] > 0
    assert progress[-1] == 0


def test_interrupts_do_not_tear_messages():
    """A hundred interrupts while large messages go both ways: each is delivered, and no message is torn or lost."""

    def live(channel):
        while True:
            channel.send(channel.receive())

    expected = [False]

    def interrupt(number, frame):
        if expected[0]:
            expected[0] = False
            raise KeyboardInterrupt

    with peer(live) as (channel, _):
        previous = signal.signal(signal.SIGINT, interrupt)
        alarm = signal.signal(signal.SIGALRM, lambda number, frame: signal.raise_signal(signal.SIGINT))
        caught = asked = answered = 0
        tracer = sys.gettrace()
        sys.settrace(None)  # a measurement of coverage would not survive interrupts
        try:
            while caught < 100 and asked < 3000:
                signal.setitimer(signal.ITIMER_REAL, 0.0005 + 0.00003 * (asked % 100))
                try:
                    expected[0] = True
                    asked += 1
                    channel.send([asked, np.full(50_000, float(asked))])
                    while answered < asked:
                        answered = checked(channel.receive(10))
                    expected[0] = False
                except KeyboardInterrupt:
                    caught += 1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, alarm)
            signal.signal(signal.SIGINT, previous)
            sys.settrace(tracer)
        assert caught == 100


def checked(message):
    number, numbers = message
    assert (numbers == number).all()
    return number
