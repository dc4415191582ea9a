"""Hostile messages of plain values and of arrays are refused, at once and without taking memory."""

import struct

import numpy as np
import pandas as pd
import pytest
from wire_bytes import (
    FIELDS,
    NONE,
    ROWS,
    TRUTHS,
    array,
    listed,
    number,
    raw,
    record,
    refused,
    size,
    text,
    typed,
    whole_numbers,
)

from cmlib.instructor.wire.codec import MARK, WireError, pack, unpack


def test_the_messages_made_here_would_be_messages_if_they_were_honest():
    assert unpack(MARK + listed(text("a"), number(7), NONE)) == ["a", 7, None]
    assert unpack(MARK + whole_numbers(1, 2)).tolist() == [1, 2]
    assert unpack(MARK + TRUTHS).tolist() == [False, True]
    pd.testing.assert_index_equal(unpack(MARK + ROWS), pd.RangeIndex(3), exact=True)
    assert pack(["a", None]) == MARK + listed(text("a"), NONE)
    assert (
        unpack(
            MARK
            + b"A"
            + b"r"
            + FIELDS
            + listed(number(8), number(0))
            + b"pn"
            + raw(b"<i8")
            + b"C\1"
            + struct.pack("<Q", 1)
            + whole_numbers(5)[1:]
        )["a"]
        == 5
    )


@pytest.mark.parametrize("data", [b"", b"C", MARK[:-1], MARK, b"\x80\x04N.", b"XXXX" + NONE, MARK + NONE + NONE])
def test_no_message(data):
    with pytest.raises(WireError):
        unpack(data)


@pytest.mark.parametrize("tag", range(256))
def test_every_tag_alone_is_refused_or_is_a_constant(tag):
    try:
        value = unpack(MARK + bytes([tag]))
    except WireError:
        return
    assert value in (None, ..., NotImplemented) or value is pd.NaT or value is pd.NA


HUGE = 2**32 - 1

HOSTILE = {
    "a list that announces more than there is": b"l" + size(HUGE) + b"m",
    "a list just within the limit of values": b"l" + size(5_000_000) + b"m" + NONE,
    "floats that are not there": b"l" + size(4_000_000) + b"d" + b"\0" * 8,
    "texts that are not there": b"l" + size(4_000_000) + b"u" + raw(b"\0"),
    "truths that are not there": b"l" + size(4_000_000) + b"?" + b"\0",
    "truths that are not true": b"l" + size(1) + b"?" + b"\2",
    "an unknown layout": b"l" + size(0) + b"z",
    "bytes that are not there": b"y" + size(HUGE),
    "a truth that is not true": b"b\2",
    "an integer that is not there": b"i\xff" + size(HUGE),
    "text that is none": b"s" + raw(b"\xff\xfe"),
    "a decimal of underscores": b"D" + raw(b"1_000"),
    "a decimal of other digits": b"D" + raw("١".encode()),
    "a decimal beyond all exponents": b"D" + raw(b"1E+99999999999999999999"),
    "a fraction of nothing": b"/" + number(1) + number(0),
    "a fraction of text": b"/" + text("1") + number(1),
    "a fraction that takes long": b"/" + (b"i\xff" + raw(b"\x55" * 100_000)) * 2,
    "a date that is none": b"1" + listed(number(2024), number(2), number(30), tag=b""),
    "a date of truths": b"1" + listed(b"b\1", b"b\1", b"b\1", tag=b""),
    "a date of four parts": b"1" + listed(*[number(1)] * 4, tag=b""),
    "a duration beyond all": b"4" + listed(number(2**62), number(0), number(0), tag=b""),
    "a duration of two parts": b"4" + listed(number(1), number(1), tag=b""),
    "a zone beyond all": b"5" + listed(number(5), number(0), number(0), tag=b"") + NONE,
    "a zone in another folder": b"6" + raw(b"../../etc/passwd"),
    "a zone at the root": b"6" + raw(b"/etc/passwd"),
    "a zone of many folders": b"6" + raw(b"a/" * 20 + b"a"),
    "a zone that is a folder": b"6" + raw(b"Asia"),
    "a zone that nobody knows": b"6" + raw(b"Asia/Nowhere"),
    "a dict with an unhashable key": b"d" + listed(listed()) + listed(NONE, tag=b""),
    "a dict with a key twice": b"d" + listed(number(1), b"f" + struct.pack("<d", 1.0)) + listed(NONE, NONE, tag=b""),
    "a dict with a value too many": b"d" + listed(number(1)) + listed(NONE, NONE, tag=b""),
    "a dict whose keys are no list": b"d" + NONE + listed(tag=b""),
    "a set with a value twice": b"S" + listed(NONE, NONE),
    "a set of lists": b"S" + listed(listed()),
    "a range without steps": b"r" + number(0) + number(1) + number(0),
    "a range of text": b"r" + text("0") + number(1) + number(1),
    "a deque of length minus one": b"q" + number(-1) + listed(tag=b""),
    "a default that is no type": b"?" + text("os.system") + b"\0\0\0\0m" * 2,
    "a type that is none": b"%" + raw(b"os.system"),
    "a type of the library": b"%" + raw(b"subprocess.Popen"),
    "a reference of text": b"@" + text("a") + text("1") + b"d" + listed() + listed(tag=b""),
    "a reference told under numbers": b"@" + text("a") + number(1) + b"d" + listed(number(1)) + listed(NONE, tag=b""),
    "a reference within a reference": b"@"
    + text("a")
    + number(1)
    + b"d"
    + listed(text("k"))
    + listed(b"@" + text("a") + number(1) + b"d" + listed() + listed(tag=b""), tag=b""),
}

FIVE = whole_numbers(5)
NO_BYTES = array("|u1", (0,), b"")
AB = [text("a"), text("b")]


def tupled(value):
    return listed(number(value), tag=b"t")


ARRAYS = {
    "objects from bytes": array("|O", (1,), b"\x41" * 8),
    "an object type by name": array("O8", (1,), b"\x41" * 8),
    "a type of fields by name": array("i4,i4", (1,), b"\0" * 8),
    "a type by a long name": array("float64", (1,), b"\0" * 8),
    "a type with a shape": array("(1000000,1000000)i1", (0,), b""),
    "more elements than bytes": array("<f8", (2**40,), b"\0" * 8),
    "elements without any bytes": array("<f8", (3,), b""),
    "fewer elements than bytes": array("<f8", (1,), b"\0" * 16),
    "a shape that overflows": array("<f8", (2**33, 2**33), b""),
    "a shape that overflows to nothing": array("<f8", (2**61, 8), b""),
    "an empty axis beside an endless one": array("<f8", (0, 2**50), b""),
    "elements without bytes": array("|V0", (2**40,), b""),
    "elements without bytes, many of them": array("|S0", (60_000_000,), b""),
    "an enormous element": array("|S999999999", (0,), b""),
    "too many axes": array("<f8", (1,) * 65, b"\0" * 8),
    "an unknown order": array("<f8", (1,), b"\0" * 8, order=b"Z"),
    "an array of truths that are not true": array("|b1", (2,), b"\1\2"),
    "text that is no text": array("<U1", (1,), struct.pack("<I", 0x110000)),
    "text that is no text, the other way round": array(">U1", (1,), struct.pack(">I", 0x110000)),
    "a scalar of three": b"n" + array("<f8", (3,), b"\0" * 24)[1:],
    "an object scalar": b"n" + b"O" + b"C\0" + listed(NONE, tag=b""),
    "objects that are not there": b"A" + b"O" + b"C\1" + struct.pack("<Q", 10**7) + listed(tag=b""),
    "an array of texts that are lists": b"A"
    + b"T"
    + b"b\1b\0N"
    + b"C\1"
    + struct.pack("<Q", 1)
    + listed(listed(), tag=b""),
    "fewer objects than there are places": b"AO" + b"C\1" + struct.pack("<Q", 2) + listed(NONE, tag=b""),
    "more objects than there are places": b"AO" + b"C\1" + struct.pack("<Q", 1) + listed(NONE, NONE, tag=b""),
    "a record whose field is named by a number": record([number(1)], [0], 8, [typed("<i8")], (1,), FIVE),
    "a record whose fields share a name": record([text("a")] * 2, [0, 8], 16, [typed("<i8")] * 2, (1,), FIVE, FIVE),
    "a record whose field has no type": record([text("a")], [0], 8, [text("<i8")], (1,), FIVE),
    "a record of overlapping fields": record(AB, [0, 4], 16, [typed("<i8")] * 2, (1,), FIVE, FIVE),
    "a record whose field lies outside": record([text("a")], [8], 8, [typed("<i8")], (1,), FIVE),
    "a record whose field lies before": record([text("a")], [-8], 8, [typed("<i8")], (1,), FIVE),
    "a record that is larger than all": record([text("a")], [0], 2**31 - 1, [typed("|u1")], (0,), NO_BYTES),
    "records that are larger than all": record([text("a")], [0], 2**20, [typed("|u1")], (10**6,), NO_BYTES),
    "a field repeated for ever": record([text("a")], [0], 8, [b"p[" + typed("|u1") + tupled(2**62)], (0,), NO_BYTES),
    "a field repeated by less than nothing": record([text("a")], [0], 8, [b"p[" + typed("|u1") + tupled(-1)], (0,)),
    "a field of another type": record([text("a")], [0], 8, [typed("<i8")], (1,), array("<f8", (1,), b"\0" * 8)),
    "a field of another length": record([text("a")], [0], 8, [typed("<i8")], (2,), FIVE),
    "records without bytes, many of them": record([], [], 0, [], (10**8,)),
}


@pytest.mark.skipif(np.finfo(np.longdouble).nmant != 63, reason="this processor's long floats have no odd bytes")
def test_extended_floats_that_are_no_numbers():
    one = np.longdouble(1).tobytes()[:10]
    assert unpack(MARK + array("<f16", (1,), one + bytes(6))).tolist() == [1]
    assert "no number" in refused(array("<f16", (1,), one + b"\0\0S\0\0\0"))
    assert "no number" in refused(array("<f16", (1,), bytes(8) + one[8:] + bytes(6)))
    assert "no number" in refused(array("<f16", (1,), one[:8] + bytes(8)))
    assert "no number" in refused(array(">f16", (1,), (bytes(8) + one[8:] + bytes(6))[::-1]))
    assert unpack(MARK + array(">f16", (1,), (one + bytes(6))[::-1])).tolist() == [1]


def test_no_file_is_sought_under_the_name_of_a_zone_that_is_no_name():
    for name in (b"../../etc/passwd", b"/etc/passwd", b"Etc/../UTC", b"", b"UTC\0", b"Etc//UTC", b"a/" * 20 + b"a"):
        assert "no name of one" in refused(b"6" + raw(name))


def test_no_case_hides_another():
    assert not HOSTILE.keys() & ARRAYS.keys()


@pytest.mark.parametrize("name", HOSTILE | ARRAYS)
def test_hostile_messages_are_refused(name):
    refused((HOSTILE | ARRAYS)[name])
