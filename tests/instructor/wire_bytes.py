"""Messages made by hand, byte by byte, to see what becomes of those that no honest side would send."""

import struct
import time
import tracemalloc

import numpy as np
import pytest

from cmlib.instructor.wire.codec import MARK, SIZES, WireError, unpack


def size(number):
    return struct.pack("<I", number)


def raw(data):
    return size(len(data)) + data


def text(value):
    return b"s" + raw(value.encode())


def number(value):
    return b"i\x08" + struct.pack("<q", value)


def listed(*values, tag=b"l"):
    return tag + size(len(values)) + b"m" + b"".join(values)


def array(name, shape, data, order=b"C"):
    return (
        b"A"
        + b"n"
        + raw(name.encode())
        + order
        + bytes([len(shape)])
        + struct.pack(f"<{len(shape)}Q", *shape)
        + raw(data)
    )


def whole_numbers(*values):
    return array("<i8", (len(values),), np.array(values, np.int64).tobytes())


def record(names, offsets, width, types, shape, *fields):
    """An array of records; ``names`` and ``types`` are messages, ``fields`` arrays."""
    layout = listed(*names) + listed(*map(number, offsets)) + listed(number(width), number(0)) + b"".join(types)
    return (
        b"Ar"
        + layout
        + b"C"
        + bytes([len(shape)])
        + struct.pack(f"<{len(shape)}Q", *shape)
        + b"".join(field[1:] for field in fields)
    )


def typed(name):
    return b"pn" + raw(name.encode())


NONE = b"N"
RANGE = b"r" + number(0) + number(3) + number(1)
ROWS = b"R" + NONE + RANGE
TRUTHS = array("|b1", (2,), b"\0\1")
FIELDS = listed(text("a")) + listed(number(0))


def refused(body, sizes=SIZES):
    """Whether the message is refused within a moment, and without taking more memory than a few megabytes."""
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(WireError) as caught:
            unpack(MARK + body, sizes=sizes)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        assert time.process_time() - began < 2
    finally:
        tracemalloc.stop()
    return str(caught.value)
