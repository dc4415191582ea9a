"""System calls that no notebook needs are refused: they are how one climbs over walls.

A filter of the kernel's own (seccomp, in its classic BPF form) answers "operation not permitted" to them, in
the process and in everything it starts. It is put on last, and cannot be taken off.
"""

import ctypes
import platform
import struct
from types import MappingProxyType

from cmlib.instructor.wall import kernel

#: Call -> its number on x86_64 and on aarch64.
_REFUSED = MappingProxyType(
    {
        "ptrace": (101, 117),
        "process_vm_readv": (310, 270),
        "process_vm_writev": (311, 271),
        "pidfd_getfd": (438, 438),
        "kcmp": (312, 272),
        "mount": (165, 40),
        "umount2": (166, 39),
        "pivot_root": (155, 41),
        "chroot": (161, 51),
        "open_tree": (428, 428),
        "move_mount": (429, 429),
        "fsopen": (430, 430),
        "mount_setattr": (442, 442),
        "unshare": (272, 97),
        "setns": (308, 268),
        "open_by_handle_at": (304, 265),
        "memfd_create": (319, 279),
        "memfd_secret": (447, 447),
        "io_uring_setup": (425, 425),
        "userfaultfd": (323, 282),
        "perf_event_open": (298, 241),
        "bpf": (321, 280),
        "keyctl": (250, 219),
        "add_key": (248, 217),
        "request_key": (249, 218),
        "init_module": (175, 105),
        "finit_module": (313, 273),
        "kexec_load": (246, 104),
        "swapon": (167, 224),
        "reboot": (169, 142),
        "quotactl": (179, 60),
    }
)
#: Machine -> the kernel's number for it, the column above, and the number of clone.
_MACHINES = MappingProxyType({"x86_64": (0xC000003E, 0, 56), "aarch64": (0xC00000B7, 1, 220)})
_CLONE3 = 435
_OTHER_TABLE = 0x40000000  # x86_64 answers to a second table of numbers, which nobody uses

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_AT_NUMBER, _AT_MACHINE, _AT_FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _REFUSE, _UNKNOWN = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026  # EPERM is 1, ENOSYS 38
_MODE_FILTER, _PR_SET_SECCOMP = 2, 22


def known_machine() -> bool:
    """Whether the numbers of this machine's system calls are known here."""
    return platform.machine() in _MACHINES


def refuse() -> None:
    """Put the filter on this process; needs "no new privileges" to be set."""
    program = _filter(*_MACHINES[platform.machine()])
    text = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(text))
    kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.create_string_buffer(head, len(head)))


def _filter(machine: int, column: int, clone: int) -> bytes:
    """Steps of 8 bytes: code, jump if true, jump if false, value."""
    steps = [(_LOAD, 0, 0, _AT_MACHINE), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL)]
    steps += [(_LOAD, 0, 0, _AT_NUMBER), (_AT_LEAST, 0, 1, _OTHER_TABLE), (_RETURN, 0, 0, _KILL)]
    # clone3 hides its flags in memory; told that it does not exist, libraries take clone.
    steps += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _UNKNOWN)]
    for numbers in _REFUSED.values():
        steps += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _REFUSE)]
    namespaces = kernel.CLONE_NEWUSER | kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET
    steps += [(_EQUAL, 1, 0, clone), (_RETURN, 0, 0, _ALLOW), (_LOAD, 0, 0, _AT_FIRST_ARGUMENT)]
    steps += [(_ANY_BIT, 0, 1, namespaces), (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
