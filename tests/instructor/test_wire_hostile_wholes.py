"""Messages that are too deep, too many, too costly, or that would run something."""

import struct
import time
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from wire_bytes import NONE, RANGE, ROWS, array, listed, number, raw, refused, size, text, whole_numbers

from cmlib.instructor.wire.codec import MARK, Reference, Sizes, WireError, pack, unpack


def test_no_message_is_a_reference_where_plain_data_belongs():
    reference = b"@" + text("a") + number(1) + b"d" + listed() + listed(tag=b"")
    assert unpack(MARK + reference) == Reference("a", 1)
    for body in (
        b"d" + listed(reference) + listed(NONE, tag=b""),
        b"S" + listed(reference),
        b"S" + listed(listed(reference, tag=b"t")),
        b"Z" + reference + ROWS + whole_numbers(1, 2, 3),
        b"X" + NONE + b"AO" + b"C\1" + struct.pack("<Q", 1) + listed(reference, tag=b""),
        b"x" + listed(reference) + listed(b"X" + NONE + whole_numbers(5)) + listed(whole_numbers(0)),
    ):
        assert "reference" in refused(body)


def test_deep_messages():
    assert "deeper" in refused((b"l" + size(1) + b"m") * 1_000_000)
    assert "deeper" in refused((b"d" + listed(NONE) + size(1) + b"m") * 100_000)
    assert "deeper" in refused((b":" + NONE + NONE) * 100_000 + NONE)
    assert "deeper" in refused(b":" * 100_000)
    assert "deeper" in refused((b"X" + NONE) * 100_000)
    assert "deeper" in refused(b"x" * 100_000)
    assert "deeper" in refused(b"p[" * 100_000)
    assert "deeper" in refused((b"AO" + b"C\1" + struct.pack("<Q", 1) + size(1) + b"m") * 100_000)


def test_many_small_things():
    assert "more than" in refused((b"l" + size(3) + b"m" + NONE * 3) * 1 + b"", Sizes(items=2))
    many = listed(*[listed()] * 1_000_000)
    unpack(MARK + many)
    assert "more than" in refused(many, Sizes(items=999_999))


def test_what_a_message_may_take_in_memory():
    """The costliest honest-looking messages take a bounded multiple of their limits."""
    few = Sizes(message=500_000, items=25_000)
    bodies = [
        listed(*[b"d" + listed() + listed(tag=b"")] * 25_000),
        listed(*[b"l\0\0\0\0m"] * 24_999),
        b"l" + size(25_000) + b"u" + raw(b"\0" * 24_999),
        b"s" + raw(b"a" * 450_000 + "\U0001f600".encode()),
        listed(*[array("|V0", (0,) * 64, b"")] * 750),
        array("|S0", (25_000,), b""),
        listed(*[b"R" + NONE + RANGE] * 10_000),
    ]
    for body in bodies:
        tracemalloc.start()
        try:
            unpack(MARK + body, sizes=few)
        except WireError:
            pass
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert peak < 12_500_000


def test_keys_that_collide_on_purpose():
    prime = 2**61 - 1  # the modulus of the hash of numbers
    keys = [k * prime for k in range(1, 40_001)]
    assert len({hash(key) for key in keys}) == 1
    began = time.process_time()
    for container in (b"S", b"F"):
        with pytest.raises(WireError, match="share a hash"):
            unpack(MARK + container + pack(keys)[len(MARK) :])
    with pytest.raises(WireError, match="share a hash"):
        unpack(MARK + b"d" + pack(keys)[len(MARK) :] + pack(keys)[len(MARK) + 1 :])
    assert time.process_time() - began < 2
    few = keys[:900]
    assert unpack(MARK + b"S" + pack(few)[len(MARK) :]) == set(few)


def test_honest_keys_hardly_collide():
    for keys in ([-1, -2, *range(5000)], [float(n) for n in range(20_000)], [(n, str(n)) for n in range(20_000)]):
        assert unpack(pack(set(keys))) == set(keys)


def test_a_reader_that_raises_anything_gives_a_wire_error():
    def resolve(reference):
        raise ZeroDivisionError("odd")

    with pytest.raises(WireError, match="ZeroDivisionError: odd"):
        unpack(pack(Reference("a", 1)), resolve)


def test_an_interrupt_is_no_wire_error():
    def resolve(reference):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unpack(pack(Reference("a", 1)), resolve)


def test_nothing_of_a_message_is_run(monkeypatch):
    import builtins
    import marshal
    import pickle

    data = pack([1.5, {"a": np.arange(3)}, pd.DataFrame({"a": ["x"]}), ValueError])

    def no(*arguments, **options):
        raise AssertionError("a message was run")

    for place, name in [
        (builtins, "eval"),
        (builtins, "exec"),
        (builtins, "compile"),
        (pickle, "loads"),
        (marshal, "loads"),
    ]:
        monkeypatch.setattr(place, name, no)
    unpack(data)
