"""Run a function in a process of its own, so that what happens there cannot hurt the caller.

nbgrader changes the working folder, keeps global settings and takes seconds to import. One warm
process imports it once and forks a fresh child for each call: a child costs milliseconds, starts
clean, and is killed when its time is over.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_WARM = ["nbgrader.apps.api", "nbgrader.preprocessors"]


def run_apart(function: Callable, *arguments, limit: float):
    """Return ``function(*arguments)``, computed in another process within ``limit`` seconds.

    The function must be importable by name and its result picklable. What it prints is dropped.

    Raises ``TimeoutError`` when it takes longer, ``ChildProcessError`` when its process dies, and
    ``RuntimeError`` with the original type and message when it raises.
    """
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(sender, function, arguments), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(limit):
            raise TimeoutError(f"{function.__name__} took longer than {limit:g} seconds and was stopped")
        try:
            succeeded, value = receiver.recv()
        except EOFError:
            raise ChildProcessError(f"the process of {function.__name__} died") from None
    finally:
        process.kill()
        process.join()
        process.close()
        receiver.close()
    if not succeeded:
        raise RuntimeError(value)
    return value


def _context():
    if "forkserver" not in multiprocessing.get_all_start_methods():  # Windows
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    return context


def _call(sender, function, arguments):
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    with tempfile.TemporaryDirectory() as home:
        # Programs called by name are this environment's own, and nobody's start-up files run in the kernel.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        os.environ["IPYTHONDIR"] = home
        try:
            answer = (True, function(*arguments))
        except Exception as error:
            answer = (False, f"{type(error).__name__}: {error}")
    sender.send(answer)
    sender.close()
