"""Progress of what takes longer than a moment."""

from contextlib import contextmanager


@contextmanager
def progress(total: int | None, label: str, unit: str = " submissions"):
    """A progress bar on stderr; gives a function that moves it on."""
    from tqdm import tqdm

    with tqdm(total=total, desc=label, unit=unit, delay=1) as bar:
        yield bar.update
