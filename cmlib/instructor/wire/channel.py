"""Messages over a connected socket, each after its length."""

import select
import socket
import struct
import time
from collections import deque
from collections.abc import Callable

from cmlib.instructor.wire.codec import pack, unpack
from cmlib.instructor.wire.interrupts import Held
from cmlib.instructor.wire.reference import Reference
from cmlib.instructor.wire.refusal import WireError
from cmlib.instructor.wire.sizes import SIZES, Sizes

_LENGTH = struct.Struct(">I")
_CHUNK = 256 * 1024


class Channel:
    """Sends and receives messages over a connected stream socket.

    Whatever stops it (a time limit, an interrupt), the next call goes on where it stopped: no message is torn.
    While it sends it takes in what arrives, so that two ends that send at the same time do not wait for each
    other for ever. It holds no more than a message that is being cut out and one message's bytes of whole ones.
    """

    def __init__(self, connection: socket.socket, sizes: Sizes = SIZES):
        connection.setblocking(False)
        self.sizes = sizes
        self._socket = connection
        self._poll = select.poll()
        self._poll.register(connection, 0)
        self._unsent = memoryview(b"")
        self._arrived = bytearray()
        self._messages: deque[bytes] = deque()
        self._bytes_of_messages = 0
        #: Why nothing more will arrive.
        self._end: type[Exception] | None = None
        self._reason = ""

    def send(
        self, message: object, refer: Callable[[object], Reference] | None = None, *, timeout: float | None = None
    ) -> None:
        """Send a message.

        Raises `NotPlain` for one that cannot cross, ``BrokenPipeError`` when the other end is gone,
        ``TimeoutError`` when it does not take the message in time; the rest of it is sent by the next call.
        """
        data = pack(message, refer, self.sizes)
        with Held() as held:
            self.transmit(data, moment(timeout), held)

    def receive(self, timeout: float | None = None, resolve: Callable[[Reference], object] | None = None) -> object:
        """The next message.

        Raises ``TimeoutError``, ``EOFError`` when the other end is gone, `WireError` for a message that is none.
        """
        with Held() as held:
            self._await_message(moment(timeout), held)
        data = self._messages[0]  # stays there in case of an interrupt now
        try:
            value = unpack(data, resolve, self.sizes)
        except WireError:
            self._take_message()
            raise
        self._take_message()
        return value

    def close(self) -> None:
        """Close this end; the other end finds out when it sends or receives."""
        self._ends(EOFError, "this end of the wire is closed")
        self._unsent = memoryview(b"")
        self._messages.clear()
        self._socket.close()

    def transmit(self, data: bytes, until: float | None, held: Held) -> None:
        """Send a packed message before the moment ``until`` of the monotonic clock."""
        while self._unsent:
            self._step(until, held)
        if self._socket.fileno() < 0:
            raise BrokenPipeError("this end of the wire is closed")
        self._unsent = memoryview(_LENGTH.pack(len(data)) + data)
        self._push()
        while self._unsent:
            self._step(until, held)

    def next_message(self, until: float | None, held: Held) -> bytes:
        """The next packed message before the moment ``until`` of the monotonic clock."""
        self._await_message(until, held)
        return self._take_message()

    def _await_message(self, until: float | None, held: Held) -> None:
        while not self._messages:
            if self._end is not None:
                raise self._end(self._reason)
            self._step(until, held, needs_a_message=True)

    def _take_message(self) -> bytes:
        data = self._messages.popleft()
        self._bytes_of_messages -= len(data)
        return data

    def _step(self, until: float | None, held: Held, *, needs_a_message: bool = False) -> None:
        """Wait until the socket takes or gives something, then send or take in what it can at once."""
        takes_in = self._end is None and (needs_a_message or self._bytes_of_messages <= self.sizes.message)
        self._poll.modify(self._socket, select.POLLIN * takes_in | select.POLLOUT * bool(self._unsent))
        left = None if until is None else max(0.0, until - time.monotonic())
        happened = self._wait(left, held)
        if not happened and until is not None and time.monotonic() >= until:
            raise TimeoutError("the other end of the wire did not answer in time")
        if self._unsent and happened & ~select.POLLIN:
            self._push()
        if takes_in and happened & ~select.POLLOUT:
            self._pull()

    def _wait(self, seconds: float | None, held: Held) -> int:
        """Wait for the socket; an interrupt comes here, when nothing is half done."""
        held.open = True
        held.deliver()
        happened = self._poll.poll(None if seconds is None else seconds * 1000)
        held.open = False
        return happened[0][1] if happened else 0

    def _push(self) -> None:
        """Send what the socket takes at once."""
        try:
            self._unsent = self._unsent[self._socket.send(self._unsent, socket.MSG_NOSIGNAL) :]
        except BlockingIOError:
            return
        except OSError as error:
            self._unsent = memoryview(b"")
            raise BrokenPipeError("the other end of the wire is gone") from error

    def _pull(self) -> None:
        """Take in what has arrived, and cut it into messages."""
        try:
            data = self._socket.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._ends(EOFError, "the other end of the wire is gone")
            return
        try:
            self._arrived += data
        except MemoryError:
            self._ends(EOFError, "a message does not fit in memory")
            raise
        self._cut()

    def _cut(self) -> None:
        while len(self._arrived) >= _LENGTH.size:
            length = _LENGTH.unpack_from(self._arrived)[0]
            if length > self.sizes.message:
                self._ends(WireError, f"a message of {length} bytes is announced; it may hold {self.sizes.message}")
                return
            end = _LENGTH.size + length
            if len(self._arrived) < end:
                return
            self._messages.append(bytes(memoryview(self._arrived)[_LENGTH.size : end]))
            self._bytes_of_messages += length
            del self._arrived[:end]

    def _ends(self, kind: type[Exception], reason: str) -> None:
        self._end, self._reason = kind, reason
        self._arrived = bytearray()


def moment(timeout: float | None) -> float | None:
    """The moment of the monotonic clock at which the time is up."""
    return None if timeout is None else time.monotonic() + timeout
