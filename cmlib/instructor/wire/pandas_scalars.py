"""Scalars of pandas: missing values, points in time, durations, periods and intervals."""

import re
from typing import Any

import numpy as np
import pandas as pd

from cmlib.instructor.wire.dates import read_zone, write_zone
from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import NotPlain, WireError
from cmlib.instructor.wire.writer import Writer

#: Resolutions of points in time.
UNITS = ("s", "ms", "us", "ns")

_FREQUENCY = re.compile(r"-?\d{0,9}[A-Za-z]{1,6}(?:-[0-9A-Z]{1,5}){0,3}", re.ASCII)
_SIDES = ("left", "right", "both", "neither")


def _nothing(writer: Writer, value: object) -> None:
    """A constant is its tag."""


def write_frequency(writer: Writer, frequency: Any) -> None:
    """Write a frequency by its name. Raises `NotPlain` for one that its name does not tell in full."""
    name = str(getattr(frequency, "freqstr", ""))
    if not _FREQUENCY.fullmatch(name) or pd.tseries.frequencies.to_offset(name) != frequency:
        raise NotPlain(f"the frequency {name or type(frequency).__name__} cannot cross: its name does not tell it all")
    writer.text(name)


def read_frequency(reader: Reader) -> Any:
    """Read a frequency; only a name that looks like one is looked up."""
    name = reader.text()
    if not _FREQUENCY.fullmatch(name):
        raise WireError("a frequency has no name of one")
    return pd.tseries.frequencies.to_offset(name)


def read_unit(reader: Reader) -> Any:
    """Read the resolution of points in time."""
    unit = reader.text()
    if unit not in UNITS:
        raise WireError("a point in time has an unknown resolution")
    return unit


def _write_timestamp(writer: Writer, value: pd.Timestamp) -> None:
    naive = value if value.tzinfo is None else value.tz_convert("UTC").tz_localize(None)
    writer.text(value.unit)
    writer.plain(int(naive.to_datetime64().astype(np.int64)))
    write_zone(writer, value.tzinfo)
    writer.plain(value.fold)


def _read_timestamp(reader: Reader) -> pd.Timestamp:
    unit, number, zone = read_unit(reader), reader.exactly(int), read_zone(reader)
    fold = reader.exactly(int)
    value = pd.Timestamp(np.datetime64(number, unit))
    if zone is not None:
        value = value.tz_localize("UTC").tz_convert(zone)
    if type(value) is not pd.Timestamp or fold not in (0, 1):
        raise WireError("a point in time is none")
    return value if value.fold == fold else value.replace(fold=fold)


def _write_duration(writer: Writer, value: pd.Timedelta) -> None:
    writer.text(value.unit)
    writer.plain(int(value.to_timedelta64().astype(np.int64)))


def _read_duration(reader: Reader) -> pd.Timedelta:
    unit, number = read_unit(reader), reader.exactly(int)
    value = pd.Timedelta(np.timedelta64(number, unit))
    if type(value) is not pd.Timedelta:
        raise WireError("a duration is none")
    return value


def _write_period(writer: Writer, value: pd.Period) -> None:
    write_frequency(writer, value.freq)
    writer.plain(int(value.ordinal))


def _read_period(reader: Reader) -> pd.Period:
    frequency = read_frequency(reader)
    return pd.Period(ordinal=reader.exactly(int), freq=frequency)


def _write_interval(writer: Writer, value: pd.Interval) -> None:
    writer.text(value.closed)
    writer.plain(value.left)
    writer.plain(value.right)


def _read_interval(reader: Reader) -> pd.Interval:
    side = read_side(reader)
    return pd.Interval(reader.plain(), reader.plain(), side)


def read_side(reader: Reader) -> Any:
    """Read which ends belong to an interval."""
    side = reader.text()
    if side not in _SIDES:
        raise WireError("an interval has ends that are unknown")
    return side


FORMS = (
    Form(b"0", (type(pd.NaT),), _nothing, lambda reader: pd.NaT),
    Form(b"a", (type(pd.NA),), _nothing, lambda reader: pd.NA),
    Form(b"T", (pd.Timestamp,), _write_timestamp, _read_timestamp),
    Form(b"w", (pd.Timedelta,), _write_duration, _read_duration),
    Form(b"P", (pd.Period,), _write_period, _read_period),
    Form(b"I", (pd.Interval,), _write_interval, _read_interval),
)
