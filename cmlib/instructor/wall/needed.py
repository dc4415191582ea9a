"""What a wall needs of the machine, and what is missing here."""

import os
import platform
import shutil
import subprocess
import sys

from cmlib.instructor.wall.calls import known_machine

_HOW = (
    "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap) on Linux and allow "
    "user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0), or "
    "grade inside WSL or on the hub"
)


def missing() -> str:
    """One sentence that says why no wall can be built here and how to get one; empty when one can."""
    if not sys.platform.startswith("linux"):
        return f"there is no wall on {sys.platform}: it needs Linux. {_HOW}."
    if not known_machine():
        return f"there is no wall on {platform.machine()}: it is built for x86_64 and aarch64. {_HOW}."
    program = shutil.which("bwrap")
    if program is None:
        return f"there is no wall here: the program bwrap is missing. {_HOW}."
    trial = subprocess.run(
        [program, "--unshare-all", *as_whom(), "--ro-bind", "/", "/", "--proc", "/proc", "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if trial.returncode != 0:
        said = (trial.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"there is no wall here: {said}. {_HOW}."
    return ""


def is_root() -> bool:
    """Whether this is the machine's real root, who needs no user namespace."""
    return os.geteuid() == 0 and _maps_everybody()


def as_whom() -> list[str]:
    """bwrap's options for root: with its capabilities kept, each fork can become a user of its own. Others need a
    user namespace."""
    return ["--cap-add", "ALL"] if is_root() else ["--unshare-user"]


def _maps_everybody() -> bool:
    """Whether all user ids are there, as outside any user namespace."""
    with open("/proc/self/uid_map") as file:
        first, _, count = file.read().split()[:3]
    return first == "0" and int(count) >= 2**31
