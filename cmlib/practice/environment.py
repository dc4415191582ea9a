"""Is everything here that the lessons need? One line each, with what to do where something is not.

What is needed is read from the installed package: its Python, its dependencies, its extra "course".
"""

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from cmlib import data_package, datasets

_PACKAGE, _EXTRA = "cmlib", "course"
#: A spawned server of JupyterHub has this variable; there a student can install nothing.
_HUB = "JUPYTERHUB_USER"
_CHOOSE_KERNEL = "choose the menu Kernel, Change Kernel, and take the one in which the course is installed"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was found, and what to do (nothing when all is fine)."""

    text: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"fine   {self.text}" if not self.remedy else f"WRONG  {self.text}\n       {self.remedy}"


def check_environment(quizzes: str = "quizzes") -> None:
    """Print whether Python, the packages, the data and the quizzes are as the lessons need them.

    Each line says "fine", or what is wrong and what to do: the command to run on a computer of your
    own, the sentence to tell the instructor on a hub. ``quizzes`` is the folder of the quizzes as seen
    from the notebook. Nothing is raised, installed or changed.

    >>> check_environment(quizzes="nowhere")  # doctest: +ELLIPSIS
    fine   Python ...
    WRONG  no quizzes in .../nowhere
    ...
    """
    findings = [*_python(), *_packages(), *_data(), *_quizzes(Path(quizzes))]
    print(*findings, sep="\n")
    wrong = sum(bool(each.remedy) for each in findings)
    if wrong:
        print(f"{wrong} of {len(findings)} things are wrong: mend the first, restart the kernel, run this cell again.")
    else:
        print("Everything is as it should be.")


def _python() -> Iterator[Finding]:
    here = f"this kernel's Python {platform.python_version()} ({sys.executable})"
    try:
        needed = str(metadata.metadata(_PACKAGE).json.get("requires_python", ""))
    except metadata.PackageNotFoundError:
        remedy = _remedy(
            f"{_CHOOSE_KERNEL}; is there none, install it: {_pip('-e', f'.[{_EXTRA}]')} in the course's folder",
            f"The kernel of my notebook is {sys.executable}, and {_PACKAGE} is not installed there.",
        )
        yield Finding(f"{_PACKAGE} is not installed in {here}", remedy)
        return
    if _is_met(needed, platform.python_version()) is False:
        remedy = _remedy(
            f"{_CHOOSE_KERNEL}; is there none, make an environment with Python {needed} and install the course in it",
            f"The kernel of my notebook runs Python {platform.python_version()}; the course needs {needed}.",
        )
        yield Finding(f"{here} does not suit: the course needs {needed}", remedy)
    else:
        yield Finding(f"Python {platform.python_version()}, with {_PACKAGE} {metadata.version(_PACKAGE)} installed")


def _packages() -> Iterator[Finding]:
    try:
        from packaging.requirements import Requirement

        written = metadata.requires(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        return  # said already
    except ImportError:
        yield _lacking("packaging", "packaging is missing, so the versions of the others cannot be compared")
        return
    needed = [one for one in map(Requirement, written) if one.marker is None or one.marker.evaluate({"extra": _EXTRA})]
    if not any("extra" in str(one.marker) for one in needed):
        yield _lacking(f"{_PACKAGE}[{_EXTRA}]", f"the installed {_PACKAGE} knows no extra {_EXTRA!r}")
        return
    sound = 0
    for one in needed:
        bounds = f"{one.name}{one.specifier}"
        try:
            found = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            yield _lacking(bounds, f"{one.name} is missing; the course needs {bounds}")
            continue
        if one.specifier.contains(found, prereleases=True):
            sound += 1
        else:
            yield _lacking(bounds, f"{one.name} {found} does not suit: the course needs {bounds}")
    if sound == len(needed):
        yield Finding(f"{sound} packages, each in a version that suits")


def _data() -> Iterator[Finding]:
    try:
        folder, tables = datasets.folder(), datasets.resources()
    except FileNotFoundError as error:
        yield Finding(*_no_data(str(error)))
        return
    except ValueError as error:
        yield Finding(*_no_data(f"the description of the data in {datasets.folder()} cannot be read: {error}"))
        return
    faulty = []
    for each in tables:
        for path in data_package.paths(folder, each):
            if not path.is_file():
                faulty.append(f"{path.name} is missing")
            elif isinstance(each["path"], str) and path.stat().st_size != each.get("bytes", path.stat().st_size):
                faulty.append(f"{path.name} is not as long as it should be")
    if faulty:
        yield Finding(*_no_data(f"the data in {folder} are not complete: {_some(faulty)}"))
    else:
        yield Finding(f"{len(tables)} tables of the bank, in {folder}")


def _quizzes(folder: Path) -> Iterator[Finding]:
    found = len(list(folder.glob("*.json")))
    if found:
        yield Finding(f"{found} quizzes, in {folder.resolve()}")
        return
    remedy = _remedy(
        "open the lesson from the course's folder notebooks, in which the folder quizzes lies; do not move it alone",
        f"The folder {folder} is not beside my copy of the lesson, in {Path.cwd()}.",
    )
    yield Finding(f"no quizzes in {folder.resolve()}", remedy)


def _is_met(bounds: str, version: str) -> bool | None:
    """Whether a version is within bounds; None where that cannot be told."""
    try:
        from packaging.specifiers import SpecifierSet
    except ImportError:
        return None
    return SpecifierSet(bounds).contains(version, prereleases=True)


def _lacking(what: str, text: str) -> Finding:
    return Finding(text, _remedy(f"run in a terminal: {_pip(what)}", f"In {sys.prefix}, {text}."))


def _no_data(text: str) -> tuple[str, str]:
    command = f'"{sys.executable}" -m cmlib build --folder datasets'
    remedy = _remedy(
        f"open the lesson inside the course's folder; or run in a terminal, in that folder: {command}",
        f"The data are not found from {Path.cwd()}: {text.split(';')[0]}.",
    )
    return text.split(";")[0], remedy


def _pip(*what: str) -> str:
    words = " ".join(f'"{word}"' if not word.startswith("-") else word for word in what)
    return f'"{sys.executable}" -m pip install {words}'


def _remedy(at_home: str, to_the_instructor: str) -> str:
    if os.environ.get(_HUB):
        return f"Tell your instructor: “{to_the_instructor}”"
    return f"What to do: {at_home}"


def _some(faulty: list[str]) -> str:
    more = f", and {len(faulty) - 3} more" if len(faulty) > 3 else ""
    return ", ".join(faulty[:3]) + more
