"""The files beside a notebook, laid out in the current folder."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath


def lay_out(files: Mapping[str, bytes]) -> None:
    """Put files in the current folder, from which they may be read and imported.

    Raises ``ValueError`` for a path that leads out of the folder.
    """
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"a file beside the notebook has a path below its folder, found {name!r}")
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if files and os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
