"""The entry of the student's process: it serves the judge until the judge hangs up."""

import builtins
import os
import socket

from cmlib.instructor.inside.objects import Objects
from cmlib.instructor.inside.process import Process
from cmlib.instructor.inside.raised import JUDGES
from cmlib.instructor.inside.shell import Shell
from cmlib.instructor.inside.verbs import Verbs
from cmlib.instructor.wire.channel import Channel
from cmlib.instructor.wire.conversation import Conversation


def serve(connection: socket.socket, shell: Shell) -> None:
    """Run cells and answer about objects, on this connection, until the other end closes it."""

    def ask_call(number: int, args: tuple, kwargs: dict) -> object:
        answer = conversation.ask("call", number=number, args=list(args), kwargs=kwargs)
        assert isinstance(answer, dict)
        if "raised" in answer:
            raise _as_raised(answer["raised"])
        return answer["value"]

    def ask_input(prompt: str) -> str:
        answer = conversation.ask("input", prompt=prompt)
        assert isinstance(answer, dict)
        if "raised" in answer:
            raise _as_raised(answer["raised"])
        return str(answer["value"])

    objects = Objects(ask_call)
    process = Process(shell.recorder, ask_input)
    verbs = Verbs(shell, objects, process)
    conversation = Conversation(Channel(connection), verbs.table(), refer=objects.refer, resolve=objects.resolve)
    os.register_at_fork(after_in_child=connection.close)
    conversation.listen()


def _as_raised(raised: dict) -> BaseException:
    """An exception as the judge's callable raised it, as far as it is a builtin one."""
    kind = getattr(builtins, raised["name"], None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        kind = RuntimeError
    try:
        error = kind(*raised["args"])
    except TypeError:
        error = RuntimeError(raised["text"])
    error.__dict__[JUDGES] = raised["number"]
    return error
