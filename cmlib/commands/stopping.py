"""A long command that is stopped, or cannot go on, says what of its work is kept."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from cmlib.instructor.record.trouble import said


@contextmanager
def kept_if_stopped(kept: Callable[[], str]) -> Iterator[None]:
    """Meanwhile an order to end (SIGTERM) stops the command as Ctrl-C does; both, and a full disk, say what is kept.

    ``kept`` gives the words, or none when there is nothing yet.
    """
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, _stop) if main else None
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt("; ".join(filter(None, ("stopped", kept())))) from None
    except OSError as error:
        raise OSError("; ".join(filter(None, (said(error), kept())))) from error
    finally:
        if main:
            signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
