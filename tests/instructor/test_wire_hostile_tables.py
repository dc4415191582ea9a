"""Hostile messages of tables are refused, at once and without taking memory."""

import struct

import pytest
from wire_bytes import NONE, ROWS, TRUTHS, array, listed, number, raw, refused, text, whole_numbers

ONE_ROW = b"R" + NONE + b"r" + number(0) + number(1) + number(1)
OBJECTS = b"AO" + b"C\2" + struct.pack("<2Q", 1, 1) + listed(NONE, tag=b"")

TABLES = {
    "an endless index": b"R" + NONE + b"r" + number(0) + number(10**15) + number(1),
    "an index of floats that says it is one of times": b"K" + NONE + array("<U3", (1,), b"\0" * 12) + b"b\0",
    "an index of two axes": b"X" + NONE + array("<f8", (1, 1), b"\0" * 8),
    "an index of nothing": b"X" + NONE + NONE,
    "an index that is another": b"X" + NONE + b"M" + raw(b"ns") + NONE + whole_numbers(1)[1:],
    "a name that is a list": b"X" + listed() + whole_numbers(1),
    "a frequency that does not fit": b"K"
    + NONE
    + b"M"
    + raw(b"ns")
    + NONE
    + whole_numbers(1, 5, 6)[1:]
    + b"b\1"
    + raw(b"D"),
    "a frequency that is code": b"K"
    + NONE
    + b"M"
    + raw(b"ns")
    + NONE
    + whole_numbers(1)[1:]
    + b"b\1"
    + raw(b"__import__"),
    "a resolution that nobody knows": b"M" + raw(b"fs") + NONE + whole_numbers(1)[1:],
    "times told by floats": b"M" + raw(b"ns") + NONE + array("<f8", (1,), b"\0" * 8)[1:],
    "times in a zone by name": b"M" + raw(b"ns") + text("UTC") + whole_numbers(1)[1:],
    "times in a zone of a file": b"M" + raw(b"ns") + text("dateutil//etc/localtime") + whole_numbers(1)[1:],
    "a point in time in a zone by name": b"T" + raw(b"ns") + number(1) + text("UTC") + number(0),
    "a type of times in a zone by name": b"+" + raw(b"ns") + text("UTC"),
    "times in no zone": b"M" + raw(b"ns") + text("Asia/Shanghai/..") + whole_numbers(1)[1:],
    "codes beyond all levels": b"x" + listed(NONE) + listed(b"X" + NONE + whole_numbers(5)) + listed(whole_numbers(1)),
    "codes before all levels": b"x" + listed(NONE) + listed(b"X" + NONE + whole_numbers(5)) + listed(whole_numbers(-2)),
    "codes that are floats": b"x"
    + listed(NONE)
    + listed(b"X" + NONE + whole_numbers(5))
    + listed(array("<f8", (1,), b"\0" * 8)),
    "levels that are lists": b"x" + listed(NONE) + listed(listed(number(5))) + listed(whole_numbers(0)),
    "no levels": b"x" + listed() + listed() + listed(),
    "categories that do not exist": b"C" + b"b\0" + b"X" + NONE + whole_numbers(5) + array("|i1", (1,), b"\1")[1:],
    "categories twice": b"C" + b"b\0" + b"X" + NONE + whole_numbers(5, 5) + array("|i1", (1,), b"\0")[1:],
    "categories that are no index": b"C" + b"b\0" + NONE + array("|i1", (1,), b"\0")[1:],
    "a mask of another length": b"J" + whole_numbers(1, 2, 3)[1:] + TRUTHS[1:],
    "a mask of numbers": b"J" + whole_numbers(1, 2)[1:] + whole_numbers(1, 2)[1:],
    "whole numbers that are floats": b"J" + array("<f8", (2,), b"\0" * 16)[1:] + TRUTHS[1:],
    "an interval that ends before it begins": b"I" + raw(b"left") + number(2) + number(1),
    "an interval of text": b"I" + raw(b"left") + text("a") + text("b"),
    "an interval without sides": b"I" + raw(b"up") + number(1) + number(2),
    "a series longer than its index": b"Z" + NONE + ROWS + whole_numbers(1),
    "a series of text of numpy": b"Z" + NONE + ROWS + array("<U1", (3,), b"\0" * 12),
    "a series of a single number": b"Z" + NONE + ROWS + array("<f8", (), b"\0" * 8),
    "a series of a series": b"Z" + NONE + ROWS + b"Z" + NONE + ROWS + whole_numbers(1, 2, 3),
    "a series of a list": b"Z" + NONE + ROWS + listed(NONE, NONE, NONE),
    "a series without an index": b"Z" + NONE + NONE + whole_numbers(1),
    "a frame of one axis and one column": b"W" + ROWS + ONE_ROW + b"1" + whole_numbers(1, 2, 3)[1:],
    "a frame of text of numpy": b"W" + ONE_ROW + ONE_ROW + b"1" + array("<U1", (1, 1), b"A\0\0\0")[1:],
    "a frame of a block of objects": b"W" + ONE_ROW + ONE_ROW + b"1" + OBJECTS[1:],
    "a frame of an unknown layout": b"W" + ONE_ROW + ONE_ROW + b"?" + whole_numbers(1),
    "a frame of one axis": b"W" + ROWS + ROWS + b"1" + whole_numbers(1, 2, 3)[1:],
    "a frame of another shape": b"W" + ROWS + ROWS + b"1" + array("<f8", (2, 3), b"\0" * 48)[1:],
    "a frame of a strange layout": b"W" + ROWS + ROWS + b"?",
    "a frame with a short column": b"W" + ROWS + ROWS + b"c" + whole_numbers(1) * 3,
    "a frame with a column too few": b"W" + ROWS + ROWS + b"c" + whole_numbers(1, 2, 3) * 2,
    "a frame of endless columns": b"W" + ROWS + b"R" + NONE + b"r" + number(0) + number(10**12) + number(1) + b"c",
    "months on two axes": b"Q" + raw(b"M") + array("<i8", (1, 1), bytes(8))[1:],
    "a frequency of two parts": b"P" + raw(b"1D1h") + number(1),
    "an Arrow type that is never sent": b"&" + raw(b"float16"),
    "texts that overlap": b"$4" + TRUTHS[1:] + whole_numbers(0, 2, 1)[1:] + raw(b"a"),
    "texts that lie outside": b"$4" + TRUTHS[1:] + whole_numbers(0, 1, 99)[1:] + raw(b"a"),
    "texts that lie before": b"$4" + TRUTHS[1:] + whole_numbers(-9, 0, 1)[1:] + raw(b"a"),
    "texts that end within a character": b"$4" + TRUTHS[1:] + whole_numbers(0, 1, 3)[1:] + raw("客".encode()),
    "texts that are none": b"$4" + TRUTHS[1:] + whole_numbers(0, 1, 2)[1:] + raw(b"\xff\xff"),
    "texts without ends": b"$4" + TRUTHS[1:] + whole_numbers(0)[1:] + raw(b""),
    "texts in an unknown way": b"$9" + TRUTHS[1:] + whole_numbers(0, 0, 0)[1:] + raw(b""),
    "texts of the other kind": b"$1" + TRUTHS[1:] + whole_numbers(0, 0, 0)[1:] + raw(b""),
    "texts that are numbers": b"U1" + TRUTHS[1:] + listed(number(1), tag=b""),
    "texts of which nobody knows which are missing": b"U1" + whole_numbers(1)[1:] + listed(text("a"), tag=b""),
    "a categorical type of text": b"9" + b"b\1" + text("a"),
    "texts of the other kind in python": b"U3" + TRUTHS[1:] + listed(text("a"), tag=b""),
    "texts whose ends are short numbers": b"$4" + TRUTHS[1:] + array("<i4", (3,), bytes(12))[1:] + raw(b""),
    "texts with an end too few": b"$4" + TRUTHS[1:] + whole_numbers(0, 1)[1:] + raw(b"a"),
    "texts with an end too many": b"$4" + TRUTHS[1:] + whole_numbers(0, 1, 1, 1)[1:] + raw(b"a"),
    "texts that begin late": b"$4" + TRUTHS[1:] + whole_numbers(1, 1, 2)[1:] + raw(b"ab"),
    "texts that end early": b"$4" + TRUTHS[1:] + whole_numbers(0, 1, 1)[1:] + raw(b"ab"),
    "a mask of places": b"U1" + whole_numbers(0, -1)[1:] + listed(text("a"), text("b"), tag=b""),
    "a mask of two axes": b"$4" + array("|b1", (2, 1), b"\0\1")[1:] + whole_numbers(0, 0, 0)[1:] + raw(b""),
    "intervals that begin in a list": b"V" + raw(b"left") + listed(number(0)) + b"X" + NONE + whole_numbers(1),
    "intervals that end in a list": b"V" + raw(b"left") + b"X" + NONE + whole_numbers(0) + listed(number(1)),
    "categories in a list": b"C" + b"b\0" + listed(number(5)) + array("|i1", (1,), b"\0")[1:],
    "a sparse column of no axis": b"e" + text("integer") + number(0) + array("<i8", (), b"\0" * 8)[1:],
    "texts that are too few": b"U1" + TRUTHS[1:] + listed(tag=b""),
    "a sparse column of two axes": b"e" + text("integer") + number(0) + array("<i8", (1, 1), b"\0" * 8)[1:],
    "a sparse column of an unknown kind": b"e" + text("odd") + number(0) + whole_numbers(1)[1:],
    "an Arrow type that does not cross": b"&" + raw(b"list<item: int64>"),
    "an Arrow column of text that holds numbers": b"*" + raw(b"string") + listed(number(1), tag=b""),
    "an Arrow column of numbers too large": b"*" + raw(b"int8") + listed(number(300), tag=b""),
    "a masked type that is none": b"7" + raw(b"object"),
    "an interval type of text": b"|" + text("left") + text("int64"),
    "a period without a frequency": b"P" + raw(b"") + number(1),
    "a point in time beyond all": b"T" + raw(b"ns") + (b"i\xff" + raw(b"\x11" * 300)) + NONE + number(0),
    "a point in time that is none": b"T" + raw(b"ns") + number(-(2**63)) + NONE + number(0),
    "a duration that is none": b"w" + raw(b"ns") + number(-(2**63)),
    "a fold of seven": b"T" + raw(b"ns") + number(1) + NONE + number(7),
}


@pytest.mark.parametrize("name", TABLES)
def test_hostile_tables_are_refused(name):
    refused(TABLES[name])
