"""The few system calls that Python 3.11 has no function for: namespaces, mounts, privileges."""

import ctypes
import os

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 0x40000
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 4, 38, 47
_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522

_MOST_FILES = 100_000

_libc = ctypes.CDLL(None, use_errno=True)


def unshare(flags: int) -> None:
    """Leave the namespaces that the flags name for new ones."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def map_own_user(uid: int, gid: int) -> None:
    """In a new user namespace: be who one was."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def keep_mounts_private() -> None:
    """Nothing that is mounted from here on is seen elsewhere."""
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE, None)


def mount_proc(where: str = "/proc") -> None:
    """The processes of this process-id namespace."""
    _mount("proc", where, "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, None)


def mount_memory(where: str, size: int, *, mode: str = "1777") -> None:
    """An empty folder in memory that holds so many bytes at most."""
    _mount("tmpfs", where, "tmpfs", _MS_NOSUID | _MS_NODEV, f"size={size},nr_inodes={_MOST_FILES},mode={mode}")


def mount_again(folder: str, where: str) -> None:
    """The same folder, with all that is mounted below it, at a second place."""
    _mount(folder, where, None, _MS_BIND | _MS_REC, None)


def give_up_privileges(uid: int | None) -> None:
    """Become the user, if one is given, and keep no capability, now or after starting any program."""
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    else:
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
        none = (ctypes.c_uint32 * 6)()
        prctl(_PR_CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL)
        _checked(_libc.capset(header, none), "capset")
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    # Changing the user made the process's own /proc/self unreadable to it.
    prctl(_PR_SET_DUMPABLE, 1)


def prctl(what: int, value: int, pointer: ctypes.Array[ctypes.c_char] | None = None) -> None:
    """Set a property of this process."""
    third = ctypes.c_ulong(0 if pointer is None else ctypes.addressof(pointer))
    zero = ctypes.c_ulong(0)
    _checked(_libc.prctl(ctypes.c_int(what), ctypes.c_ulong(value), third, zero, zero), "prctl")


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None) -> None:
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    answer = _libc.mount(encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3])
    _checked(answer, f"mount {kind or 'private'} on {target}")


def _checked(answer: int, what: str) -> None:
    if answer != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
