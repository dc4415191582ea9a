"""The outer wall: a read-only root that holds the packages and the data, and nothing else."""

import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import cmlib
from cmlib.instructor.wall.needed import as_whom

#: What programs need of the system: libraries, time zones, fonts. No accounts, no keys, no host names.
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/ld.so.conf",
    "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime", "/etc/timezone", "/etc/fonts", "/etc/mime.types",
    "/etc/ssl/openssl.cnf",
)  # fmt: skip

#: The folder in memory that each student's process has for itself.
HOME = "/student"

#: What the student's programs find in the environment; nothing of the instructor's.
_ENVIRONMENT = {
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": f"{HOME}/.matplotlib",
    "NBGRADER_EXECUTION": "autograde",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
    "TMPDIR": f"{HOME}/tmp",
    "USER": "student",
}


def command(
    program: Sequence[str],
    *,
    show: Iterable[Path] = (),
    hide: Iterable[Path] = (),
    environment: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The command line that runs a program behind the outer wall.

    ``show`` are folders that may be read beside Python and its packages, ``hide`` folders that must not be seen
    even where they lie in one that is shown. ``environment`` comes on top of the little that is always set.
    """
    shown = [*map(Path, _SYSTEM), *_python(), *(Path(path).resolve() for path in show)]
    options = ["bwrap", "--new-session", "--clearenv"]
    options += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    options += as_whom()
    options += ["--perms", "1777", "--tmpfs", "/tmp", "--perms", "0755", "--tmpfs", HOME]
    for folder in dict.fromkeys(above for path in shown for above in reversed(path.parents)):
        options += ["--perms", "0755", "--dir", str(folder)] if folder not in (Path("/"), Path("/tmp")) else []
    for path in dict.fromkeys(shown):
        if path.is_symlink():
            options += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            options += ["--ro-bind", str(path), str(path)]
    for path in hide:
        if any(Path(path).resolve().is_relative_to(each) for each in shown):
            options += ["--tmpfs", str(Path(path).resolve())]
    options += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/tmp", "--remount-ro", "/"]
    path = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])}
    for name, value in {**_ENVIRONMENT, **path, **environment}.items():
        options += ["--setenv", name, value]
    return [*options, "--chdir", HOME, "--", *program]


def _python() -> list[Path]:
    """Where this Python and its packages lie; of a package that is being worked on, the package alone."""
    named = [sys.prefix, sys.base_prefix, sys.exec_prefix, sysconfig.get_path("stdlib"), *site.getsitepackages()]
    folders = sorted({Path(path) for path in named} | {Path(cmlib.__file__).parent})
    within = [Path("/usr")]
    for path in folders:
        if not any(path.is_relative_to(shown) for shown in within):
            within.append(path)
    return within[1:]
