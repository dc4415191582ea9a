"""Whether what arrived is what was sent: the same types throughout, the same bits, the same labels."""

import struct

import numpy as np
import pandas as pd

from cmlib.instructor.wire.codec import pack, unpack


def arrives(value):
    """Send a value, check what arrives, and return it."""
    arrived = unpack(pack(value))
    assert_same(value, arrived)
    return arrived


def assert_same(sent, arrived):
    assert type(arrived) is type(sent), (type(sent), type(arrived))
    _CHECKS.get(type(sent), _plain)(sent, arrived)


def _plain(sent, arrived):
    if isinstance(sent, np.generic):
        assert arrived.dtype == sent.dtype
        if sent.dtype.names:
            _array(np.asarray(sent), np.asarray(arrived))
        elif isinstance(sent, np.str_ | np.bytes_):
            assert arrived == sent
            assert len(arrived) == len(sent)
        elif sent.dtype.char == "G":
            assert_same(sent.real, arrived.real)
            assert_same(sent.imag, arrived.imag)
        else:
            assert arrived.tobytes()[: _significant(sent.dtype)] == sent.tobytes()[: _significant(sent.dtype)]
    elif isinstance(sent, pd.api.extensions.ExtensionArray):
        _column(sent, arrived)
    elif isinstance(sent, pd.Index):
        _index(sent, arrived)
    else:
        assert arrived == sent


def _significant(dtype):
    """Bytes of a scalar that are not padding."""
    return 10 if dtype.char == "g" else dtype.itemsize


def _float(sent, arrived):
    assert struct.pack("d", sent) == struct.pack("d", arrived)


def _complex(sent, arrived):
    _float(sent.real, arrived.real)
    _float(sent.imag, arrived.imag)


def _sequence(sent, arrived):
    assert len(sent) == len(arrived)
    for each, other in zip(sent, arrived, strict=True):
        assert_same(each, other)


def _set(sent, arrived):
    assert len(sent) == len(arrived)
    assert _shown(sent) == _shown(arrived)  # nan is not equal to itself, 1.0 is to 1


def _shown(value):
    """A text that tells types and values, whatever the order in which a set keeps them."""
    if isinstance(value, set | frozenset):
        return f"{type(value).__name__}{sorted(map(_shown, value))}"
    return f"({', '.join(map(_shown, value))})" if isinstance(value, tuple) else repr(value)


def _dict(sent, arrived):
    _sequence(list(sent), list(arrived))
    _sequence(list(sent.values()), list(arrived.values()))


def _default_dict(sent, arrived):
    assert sent.default_factory is arrived.default_factory
    _dict(sent, arrived)


def _slice(sent, arrived):
    _sequence([sent.start, sent.stop, sent.step], [arrived.start, arrived.stop, arrived.step])


def _date_with_time(sent, arrived):
    assert arrived == sent
    assert arrived.fold == sent.fold
    assert repr(arrived.tzinfo) == repr(sent.tzinfo)


def _decimal(sent, arrived):
    assert str(sent) == str(arrived)


def _array(sent, arrived):
    assert arrived.dtype == sent.dtype
    assert arrived.dtype.str == sent.dtype.str
    assert arrived.shape == sent.shape
    if sent.flags.f_contiguous:  # sums of floats are taken in the order in which they stand
        assert arrived.flags.f_contiguous
    if sent.dtype.names:
        for name in sent.dtype.names:
            _array(sent[name], arrived[name])
    elif sent.dtype.char in "OT":
        _sequence(sent.ravel().tolist(), arrived.ravel().tolist())
    elif sent.dtype.char in "gG":
        assert np.array_equal(sent, arrived, equal_nan=True)
    else:
        assert sent.tobytes() == arrived.tobytes()
    assert arrived.flags.writeable


def _timestamp(sent, arrived):
    assert arrived.unit == sent.unit
    _date_with_time(sent, arrived)


def _interval(sent, arrived):
    assert arrived.closed == sent.closed
    _sequence([sent.left, sent.right], [arrived.left, arrived.right])


def _column(sent, arrived):
    assert arrived.dtype == sent.dtype
    assert repr(arrived.dtype) == repr(sent.dtype)
    pd.testing.assert_extension_array_equal(sent, arrived, check_exact=True)
    _sequence(list(sent), list(arrived))


def _index(sent, arrived):
    pd.testing.assert_index_equal(sent, arrived, exact=True, check_exact=True)
    assert arrived.names == sent.names
    if isinstance(sent, pd.MultiIndex):
        for level, other in zip(sent.levels, arrived.levels, strict=True):
            assert_same(level, other)
    else:
        assert arrived.dtype == sent.dtype
        assert getattr(arrived, "freq", None) == getattr(sent, "freq", None)
        _sequence(list(sent), list(arrived))


def _series(sent, arrived):
    assert_same(sent.name, arrived.name)
    assert_same(sent.index, arrived.index)
    assert_same(sent.array, arrived.array)
    pd.testing.assert_series_equal(sent, arrived, check_exact=True, check_index_type=True)


def _frame(sent, arrived):
    assert_same(sent.index, arrived.index)
    assert_same(sent.columns, arrived.columns)
    for place in range(sent.shape[1]):
        assert_same(sent.iloc[:, place].array, arrived.iloc[:, place].array)
    pd.testing.assert_frame_equal(sent, arrived, check_exact=True)


def _numpy_column(sent, arrived):
    _array(sent.to_numpy(), arrived.to_numpy().copy())  # pandas hands its own array out for reading only


def _checks():
    from collections import Counter, OrderedDict, defaultdict, deque
    from datetime import datetime, time
    from decimal import Decimal

    return {
        float: _float,
        complex: _complex,
        list: _sequence,
        tuple: _sequence,
        deque: _sequence,
        set: _set,
        frozenset: _set,
        **dict.fromkeys((dict, OrderedDict, Counter), _dict),
        defaultdict: _default_dict,
        slice: _slice,
        datetime: _date_with_time,
        time: _date_with_time,
        Decimal: _decimal,
        np.ndarray: _array,
        pd.Timestamp: _timestamp,
        pd.Interval: _interval,
        type(pd.NaT): lambda sent, arrived: None,
        type(pd.NA): lambda sent, arrived: None,
        pd.arrays.NumpyExtensionArray: _numpy_column,
        pd.Series: _series,
        pd.DataFrame: _frame,
    }


_CHECKS = _checks()
