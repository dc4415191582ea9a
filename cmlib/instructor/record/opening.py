"""Open nbgrader's gradebook: one that is there, never a new empty one by mistake."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from cmlib.instructor.record.trouble import explained

#: How there comes to be one.
_HOW = "release an assignment first: python -m cmlib release NAME, with --db if that was given here"


def address(url: str, patience: float | None = None) -> URL:
    """The parsed address; SQLite is told for how many seconds to try again while another program writes.

    A PostgreSQL address that names no driver gets the one that is installed. Raises ``ValueError`` for what is no
    SQLAlchemy address.
    """
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgres", "postgresql") and find_spec("psycopg"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise ValueError(
            f"a gradebook's address is like sqlite:///gradebook.db or postgresql+psycopg://host/name, "
            f"found {url!r}: {error}"
        ) from None
    waits = patience is not None and parsed.get_backend_name() == "sqlite"
    return parsed.update_query_dict({"timeout": f"{patience:g}"}) if waits else parsed


def name_of(where: URL) -> str:
    """The address as it may be shown: without password and patience."""
    return where.difference_update_query(["timeout"]).render_as_string(hide_password=True)


@contextmanager
def open_gradebook(where: URL, course_id: str) -> Iterator[Gradebook]:
    """Open it, and close it in the end.

    Raises ``LookupError`` where there is none, ``OSError`` when it cannot be used, ``ModuleNotFoundError`` without
    the database's driver.
    """
    name = name_of(where)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        raise LookupError(f"there is no gradebook {name}; {_HOW}")
    with explained(name):
        engine = _engine(where)
        try:
            there = inspect(engine).has_table("assignment")
        finally:
            engine.dispose()
        if not there:
            raise LookupError(f"the database {name} holds no gradebook of nbgrader; {_HOW}")
        gradebook = Gradebook(where.render_as_string(hide_password=False), course_id)
    try:
        yield gradebook
    finally:
        gradebook.close()
        gradebook.engine.dispose()


def _engine(where: URL) -> Engine:
    try:
        return create_engine(where)
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the gradebook {name_of(where)} needs the driver {error.name!r}, which is not installed; "
            f"for PostgreSQL install psycopg and begin the address with postgresql+psycopg://"
        ) from None
