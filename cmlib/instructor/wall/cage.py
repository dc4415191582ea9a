"""One cage: a fork in namespaces of its own that runs one function, and the keeper that watches it."""

import importlib
import itertools
import os
import resource
import signal
import socket
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from cmlib.instructor.wall import calls, kernel
from cmlib.instructor.wall.bubblewrap import HOME
from cmlib.instructor.wall.keeper import report, watch
from cmlib.instructor.wall.limits import MEGABYTE, Limits

_SHARED_MEMORY = 64 * MEGABYTE
#: So many processes and threads more can be started in the moment before the keeper looks.
_MORE = 32


@dataclass(frozen=True)
class Order:
    """What to run (``"module:function"``, called with the sockets), as which user, within which limits.

    ``uid`` is None where a user namespace is used instead of another user.
    """

    entry: str
    uid: int | None
    limits: Limits


def cage(order: Order, descriptors: Sequence[int]) -> None:
    """Run the order in new namespaces and watch it to its end; the first socket is the worker's control line."""
    control = socket.socket(fileno=descriptors[0])
    try:
        flags = kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
        if order.uid is None:
            uid, gid = os.geteuid(), os.getegid()
            kernel.unshare(flags | kernel.CLONE_NEWUSER)
            kernel.map_own_user(uid, gid)
        else:
            kernel.unshare(flags)
        kernel.keep_mounts_private()
        inside = os.fork()
    except OSError as error:
        report(control, "could not start", str(error))
        os._exit(1)
    if inside == 0:
        control.close()
        _run(order, descriptors[1:])
    for descriptor in descriptors[1:]:
        os.close(descriptor)
    report(control, *watch(inside, control, order.limits))
    os._exit(0)


def _run(order: Order, descriptors: Sequence[int]) -> None:
    """Shut the door and run the function; never returns."""
    status = 1
    try:
        _furnish(order.limits)
        os.setsid()
        os.umask(0o022)
        _limit(order.limits)
        kernel.give_up_privileges(order.uid)
        calls.refuse()
        os.mkdir(f"{HOME}/notebook")
        os.chdir(f"{HOME}/notebook")
        _close_all_but(descriptors)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        module, _, name = order.entry.partition(":")
        getattr(importlib.import_module(module), name)(*[socket.socket(fileno=each) for each in descriptors])
        status = 0
    except BaseException:  # to the warm process's own log while it is still open, or to nowhere
        traceback.print_exc()
    finally:
        os._exit(status)


def _furnish(limits: Limits) -> None:
    """Folders of the cage's own that can be written."""
    kernel.mount_proc()
    kernel.mount_memory(HOME, limits.disk)
    kernel.mount_memory("/dev/shm", _SHARED_MEMORY)
    os.mkdir(f"{HOME}/tmp")
    os.chmod(f"{HOME}/tmp", 0o1777)
    for name in os.listdir("/tmp"):  # Python itself may lie there
        os.mkdir(f"{HOME}/tmp/{name}")
        kernel.mount_again(f"/tmp/{name}", f"{HOME}/tmp/{name}")
    kernel.mount_again(f"{HOME}/tmp", "/tmp")


def _limit(limits: Limits) -> None:
    """What the kernel itself holds each process to."""
    used = _data_size()
    for what, most in (
        (resource.RLIMIT_DATA, used + limits.memory),
        (resource.RLIMIT_NPROC, limits.processes + _MORE),  # the keeper, who can say why, comes first
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
    ):
        resource.setrlimit(what, (most, most))


def _data_size() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[5]) * resource.getpagesize()


def _close_all_but(kept: Sequence[int]) -> None:
    """Nothing is open but the sockets; input and output lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    bounds = [2, *sorted(kept), resource.getrlimit(resource.RLIMIT_NOFILE)[0] + 64]
    for low, high in itertools.pairwise(bounds):
        os.closerange(low + 1, high)
