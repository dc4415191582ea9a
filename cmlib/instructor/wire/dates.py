"""Dates, times, durations and time zones of the standard library."""

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from cmlib.instructor.wire.form import Form
from cmlib.instructor.wire.reader import Reader
from cmlib.instructor.wire.refusal import WireError, not_plain
from cmlib.instructor.wire.writer import Writer

#: Names of time zones; nothing that could lead out of the folder in which they are kept.
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(?:/[A-Za-z0-9_+-]{1,32}){0,3}")

_ZONES = (type(None), timezone, zoneinfo.ZoneInfo)


def _write_date(writer: Writer, value: date) -> None:
    writer.values([value.year, value.month, value.day], value)


def _read_date(reader: Reader) -> date:
    return date(*_whole_numbers(reader, 3))


def _write_datetime(writer: Writer, value: datetime) -> None:
    parts = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond, value.fold]
    writer.values(parts, value)
    write_zone(writer, value.tzinfo)


def _read_datetime(reader: Reader) -> datetime:
    *parts, fold = _whole_numbers(reader, 8)
    year, month, day, hour, minute, second, microsecond = parts
    return datetime(year, month, day, hour, minute, second, microsecond, read_zone(reader), fold=fold)


def _write_time(writer: Writer, value: time) -> None:
    writer.values([value.hour, value.minute, value.second, value.microsecond, value.fold], value)
    write_zone(writer, value.tzinfo)


def _read_time(reader: Reader) -> time:
    hour, minute, second, microsecond, fold = _whole_numbers(reader, 5)
    return time(hour, minute, second, microsecond, read_zone(reader), fold=fold)


def _write_timedelta(writer: Writer, value: timedelta) -> None:
    writer.values([value.days, value.seconds, value.microseconds], value)


def _read_timedelta(reader: Reader) -> timedelta:
    return timedelta(*_whole_numbers(reader, 3))


def _write_fixed_zone(writer: Writer, value: timezone) -> None:
    offset, *name = value.__getinitargs__()  # type: ignore[attr-defined]  # the only way to a name that was given
    _write_timedelta(writer, offset)
    writer.plain(name[0] if name else None)


def _read_fixed_zone(reader: Reader) -> timezone:
    offset, name = _read_timedelta(reader), reader.exactly(str, type(None))
    if name is not None:
        return timezone(offset, name)
    return timezone(offset) if offset else UTC


def _write_named_zone(writer: Writer, value: zoneinfo.ZoneInfo) -> None:
    if type(value.key) is not str or not _ZONE.fullmatch(value.key):
        raise not_plain(value)
    writer.text(value.key)


def _read_named_zone(reader: Reader) -> zoneinfo.ZoneInfo:
    key = reader.text()
    if not _ZONE.fullmatch(key):
        raise WireError("a time zone has no name of one")
    return zoneinfo.ZoneInfo(key)


def write_zone(writer: Writer, zone: tzinfo | None) -> None:
    """Write a time zone, or that there is none. Raises `NotPlain` for one of a foreign kind."""
    writer.plain(zone)


def read_zone(reader: Reader) -> tzinfo | None:
    """Read a time zone; never a name, of which a library would make one by opening some file."""
    zone: tzinfo | None = reader.exactly(*_ZONES)
    return zone


def _whole_numbers(reader: Reader, number: int) -> list[int]:
    values = reader.values()
    if len(values) != number or any(type(each) is not int for each in values):
        raise WireError("a date or time is not made of whole numbers")
    return values


FORMS = (
    Form(b"1", (date,), _write_date, _read_date),
    Form(b"2", (datetime,), _write_datetime, _read_datetime),
    Form(b"3", (time,), _write_time, _read_time),
    Form(b"4", (timedelta,), _write_timedelta, _read_timedelta),
    Form(b"5", (timezone,), _write_fixed_zone, _read_fixed_zone),
    Form(b"6", (zoneinfo.ZoneInfo,), _write_named_zone, _read_named_zone),
)
