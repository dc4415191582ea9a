"""Other libraries to measure against, each in an environment of its own.

Peers want versions that this project's environment cannot have. ``python_with("lifetimes==0.11.3")``
makes one in ``.venv/peers`` at the first call (with uv where there is one, venv and pip otherwise) and
gives its Python; ``run_there`` runs a script with it and gives back what the script printed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

#: Beside the project's own packages: out of sight of git, and gone when the environment goes.
PEERS = Path(__file__).resolve().parent.parent / ".venv" / "peers"
_STAMP = "installed.txt"  # written last: a folder without it was cut short


def python_with(*requirements: str, folder: Path = PEERS) -> Path:
    """The Python of an environment that holds the required packages; made when it is not there yet.

    ``requirements`` are written as for pip, best with a version: ``"lifetimes==0.11.3"``.

    Raises ``ValueError`` without requirements, ``RuntimeError`` when they cannot be installed, for
    want of a network, say.
    """
    if not requirements:
        raise ValueError("python_with needs at least one requirement, such as 'lifetimes==0.11.3'")
    home = folder / _folder_name(requirements)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = home / _STAMP
    if not (stamp.is_file() and python.exists()):
        shutil.rmtree(home, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        for command in _commands(home, python, requirements):
            _install(command, requirements)
        stamp.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    return python


def run_there(python: Path, script: str | Path, *arguments: object) -> str:
    """Run a script with that Python and return what it printed.

    ``script`` is a path to a file, or the text of the script itself. It sees the packages of its own
    environment only.

    Raises ``RuntimeError`` with the end of its error output when the script fails.
    """
    program = ["-c", script] if isinstance(script, str) else [str(script)]
    command = [str(python), "-I", *program, *(str(one) for one in arguments)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        name = "the script" if isinstance(script, str) else str(script)
        raise RuntimeError(f"{name} failed under {python} (status {outcome.returncode}):\n{_end(outcome.stderr)}")
    return outcome.stdout


def _folder_name(requirements: tuple[str, ...]) -> str:
    """A short name that differs when a requirement or the version of Python does."""
    first = re.sub(r"[^\w.]+", "-", requirements[0]).strip("-")
    key = f"{sys.version_info[:2]} {sorted(requirements)}"
    return f"{first}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def _commands(home: Path, python: Path, requirements: tuple[str, ...]) -> list[list[str]]:
    if _works("uv", "--version"):
        return [
            ["uv", "venv", "--quiet", "--python", sys.executable, str(home)],
            ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python), *requirements],
        ]
    return [
        [sys.executable, "-m", "venv", str(home)],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements],
    ]


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(command: list[str], requirements: tuple[str, ...]) -> None:
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise RuntimeError(
            f"the environment with {', '.join(requirements)} could not be made; is there a network, and is the "
            f"version right? {Path(command[0]).name} said:\n"
            f"{_end(outcome.stderr or outcome.stdout)}"
        )


def _end(text: str) -> str:
    """The last lines of an output, where the reason stands."""
    return "\n".join(text.strip().splitlines()[-12:])
