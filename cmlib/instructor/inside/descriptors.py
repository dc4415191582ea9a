"""What commands and C code write to the process's own standard output and error, caught in files without names."""

import os
import tempfile

from cmlib.instructor.inside.outputs import MOST_TEXT, Recorder

_STANDARD = {1: "stdout", 2: "stderr"}


class Descriptors:
    """Catches file descriptors 1 and 2 from now on.

    Each leads to a file that nobody must read along; a command that writes without end fills the process's own
    small disk, gets an error and ends.
    """

    def __init__(self, recorder: Recorder, most: int = MOST_TEXT + 65_536) -> None:
        self._recorder = recorder
        self._most = most
        self._process = os.getpid()
        self._files: dict[str, int] = {}
        for descriptor, name in _STANDARD.items():
            with tempfile.TemporaryFile() as file:
                self._files[name] = os.dup(file.fileno())
            os.dup2(self._files[name], descriptor)

    def drain(self) -> None:
        """Hand what was written to the recorder, which should happen before anything else is recorded."""
        if os.getpid() != self._process:
            return  # a process that was started here must not take what belongs to this one
        for name, file in self._files.items():
            if written := os.fstat(file).st_size:
                text = os.pread(file, min(written, self._most), 0).decode("utf-8", errors="replace")
                os.lseek(file, 0, os.SEEK_SET)
                os.ftruncate(file, 0)
                self._recorder.text(name, text)
