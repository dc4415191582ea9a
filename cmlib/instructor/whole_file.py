"""Write a file whole or not at all: nobody finds half a page after a full disk or a kill."""

import os
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Put the content in the file's place at once. What stood there before stays when that fails.

    Raises ``OSError`` as writing does.
    """
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
