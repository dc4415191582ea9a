"""The warm process: behind the outer wall, with everything imported, it forks a cage for each submission.

It starts before the worker reads any source, test or gradebook, so that its memory holds no secret. It runs as
``python -m cmlib.instructor.wall.warm FD MODULE[:FUNCTION] ...`` and takes orders on that socket: each is one
packet of JSON, with the sockets that the fork shall have.
"""

import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
from collections.abc import Sequence

from cmlib.instructor.wall.cage import Order, cage
from cmlib.instructor.wall.limits import Limits

PACKET = 32_768
MOST_SOCKETS = 4


def main(arguments: Sequence[str]) -> None:
    """Import, say so, and fork until the worker hangs up."""
    orders = socket.socket(fileno=int(arguments[0]))
    absent = warm(arguments[1:])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel clears away the forks that have ended
    gc.collect()
    gc.freeze()  # collecting in a fork would copy the pages that it shares with this process
    orders.send(json.dumps({"ready": True, "absent": absent}).encode())
    while True:
        packet, descriptors, _, _ = socket.recv_fds(orders, PACKET, MOST_SOCKETS)
        if not packet:
            return
        if os.fork() == 0:
            orders.close()
            _become(json.loads(packet), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def warm(modules: Sequence[str]) -> list[str]:
    """Import what submissions will import, and call what is named ``module:function``.

    Returns what could not be had here.
    """
    absent = []
    for name in modules:
        module, _, function = name.partition(":")
        try:
            imported = importlib.import_module(module)
            if function:
                getattr(imported, function)()
        except Exception as error:  # an assignment may name what is not installed; its cells will say so
            absent.append(f"{name}: {type(error).__name__}: {error}")
    return absent


def _become(order: dict, descriptors: list[int]) -> None:
    """Turn this fork into a cage; never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        random.seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        cage(Order(order["entry"], order["uid"], Limits(**order["limits"])), descriptors)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
