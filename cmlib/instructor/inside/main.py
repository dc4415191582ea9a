"""The student's process as the wall starts it: files first, then it serves the judge."""

import socket

from cmlib.instructor.inside.files import lay_out
from cmlib.instructor.inside.serve import serve
from cmlib.instructor.inside.shell import Shell, make_shell
from cmlib.instructor.wire.channel import Channel


def main(files: socket.socket, wire: socket.socket) -> None:
    """Take ``{path: content}`` from the worker, then serve the judge at the other end of the wire."""
    channel = Channel(files)
    content = channel.receive()
    channel.close()
    assert isinstance(content, dict)
    lay_out(content)
    serve(wire, Shell.instance() if Shell.initialized() else make_shell())
