"""A second process at the other end of a wire."""

import contextlib
import os
import signal
import socket
import sys

from cmlib.instructor.wire.channel import Channel
from cmlib.instructor.wire.conversation import Conversation


@contextlib.contextmanager
def peer(live, *, sizes=None):
    """Run ``live(channel)`` in a fork; gives this end's channel and the number of the fork's process."""
    here, there = socket.socketpair()
    options = {} if sizes is None else {"sizes": sizes}
    number = os.fork()
    if not number:
        code = 1
        try:
            here.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.settrace(None)  # a measurement of coverage would not survive interrupts
            sys.setrecursionlimit(1000)
            live(Channel(there, **options))
            code = 0
        finally:
            os._exit(code)
    there.close()
    channel = Channel(here, **options)
    try:
        yield channel, number
    finally:
        channel.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)


@contextlib.contextmanager
def talk_to(serve, *, served_here=None, **options):
    """A conversation with a fork that serves ``serve(conversation)``; gives this side's and the fork's number."""

    def live(channel):
        table = {}
        conversation = Conversation(channel, table, **options)
        table.update(serve(conversation))
        conversation.listen()

    with peer(live) as (channel, number):
        yield Conversation(channel, {} if served_here is None else served_here), number
