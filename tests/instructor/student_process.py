"""Student's processes for the tests: one warm process that forks, without a wall, and serves what it is sent.

Run as a program it is the warm process; imported it starts one and asks it for forks.
"""

import ast
import builtins
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import types
from pathlib import Path

import pytest

from cmlib.instructor.judge.remote import Inside

#: Bytes that a file of the student may have; the wall sees to it otherwise.
DISK = 16 * 1024 * 1024


class Warm:
    """A warm process with an IPython shell in it."""

    def __init__(self):
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, str(Path(__file__)), str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        assert self._orders.recv(10) == b"ready"

    def fork(self, folder):
        """Another process, working in the folder: its number, and the judge's end of the connection to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._orders, [json.dumps(str(folder)).encode()], [theirs.fileno()])
        return int(self._orders.recv(20)), ours

    def close(self):
        self._orders.close()
        self._process.wait(10)


class Student:
    """One student's process, and the judge's view of it."""

    def __init__(self, warm, folder):
        self.pid, self.connection = warm.fork(folder)
        self.inside = Inside(self.connection, seconds=10)

    def interrupt(self):
        os.kill(self.pid, signal.SIGINT)

    def close(self):
        self.inside.close()

    def run(self, source):
        """Run a cell that raises nothing."""
        ran = self.inside.run(source)
        assert ran.raised is None, ran
        return ran

    def test(self, source, notebook):
        """Run a test cell as the judge does: names that it does not define itself are the student's."""
        used = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        self.inside.surroundings.remember()
        notebook.update(self.inside.fetch(sorted(used - set(dir(builtins)) - notebook.keys())))
        end = self.inside.mirror_seeds()
        try:
            exec(compile(source, "<test>", "exec"), notebook)
        finally:
            end()


@pytest.fixture(scope="session")
def warm():
    process = Warm()
    yield process
    process.close()


@pytest.fixture
def student(warm, tmp_path):
    one = Student(warm, tmp_path)
    yield one
    one.close()


@pytest.fixture
def inside(student):
    return student.inside


@pytest.fixture
def notebook(monkeypatch):
    """The judge's notebook: the names of a module of its own, as IPython has it."""
    module = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", module)
    return vars(module)


def main(descriptor):
    import sklearn.linear_model  # noqa: F401  # warm, like the three above

    from cmlib.instructor.inside.serve import serve
    from cmlib.instructor.inside.shell import make_shell

    orders = socket.socket(fileno=descriptor)
    shell = make_shell()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    orders.send(b"ready")
    while True:
        packet, (*descriptors,), _, _ = socket.recv_fds(orders, 1000, 1)
        if not packet:
            return
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
            orders.close()
            os.chdir(json.loads(packet))
            try:
                serve(socket.socket(fileno=descriptors[0]), shell)
            finally:
                os._exit(0)
        os.close(descriptors[0])
        orders.send(str(pid).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
