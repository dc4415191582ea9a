"""Arrays and scalars of numpy arrive with their type, shape, order and every bit."""

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra import numpy as of_numpy
from wire_same import arrives

from cmlib.instructor.wire.codec import NotPlain, pack, unpack

quickly = settings(derandomize=True, max_examples=100, deadline=None)

NUMBERS = [
    "?",
    "i1",
    "<i2",
    ">i2",
    "<i4",
    "<i8",
    ">i8",
    "u1",
    "<u2",
    "<u4",
    "<u8",
    "<f2",
    "<f4",
    "<f8",
    ">f8",
    "g",
    "G",
]
NUMBERS += ["<c8", "<c16", ">c16", "q", "Q", "l", "L", ">g"]
#: Fields may have a second name, a title; those do not cross.
RECORDS = of_numpy.array_dtypes(max_size=3).filter(lambda dtype: all(len(each) == 2 for each in dtype.fields.values()))
TEXTS = ["S5", "<U3", ">U3", "V4", "S1", "U1"]
TIMES = ["M8[ns]", "M8[D]", "<M8[Y]", ">M8[us]", "M8[25s]", "M8", "m8[ns]", "m8[h]", "m8", "m8[7D]", "M8[as]"]


@quickly
@given(of_numpy.arrays(of_numpy.scalar_dtypes(), of_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)))
def test_arrays_of_any_type(array):
    arrives(array)
    arrives(np.asfortranarray(array))
    arrives(array[..., ::-1] if array.ndim else array)


@quickly
@given(RECORDS.flatmap(lambda dtype: of_numpy.arrays(dtype, (2,))))
def test_records_of_any_type(array):
    arrives(array)
    arrives(array[0])


@pytest.mark.parametrize("name", NUMBERS + TEXTS + TIMES)
def test_each_type(name):
    dtype = np.dtype(name)
    array = np.zeros((3, 2), dtype)
    if dtype != "M8":  # which holds nothing but NaT
        array.flat[0:4] = [b"a"] * 4 if dtype.kind == "V" else [1, 0, 1, 1]
    arrives(array)
    arrives(array[0, 0])
    arrives(dtype)
    arrives(array[:0])
    arrives(array[:, 0])
    arrives(array.T)
    assert arrives(array).base is None or arrives(array).base.flags.writeable


@pytest.mark.parametrize("name", ["f2", "f4", "f8", "g", "c8", "c16", "G", "M8[s]", "m8[ns]"])
def test_missing_and_infinite_values(name):
    dtype = np.dtype(name)
    values = ["NaT", 1, 2] if dtype.kind in "mM" else [np.nan, np.inf, -np.inf, -0.0, 1e-3]
    arrives(np.array(values, dtype))
    for value in np.array(values, dtype):
        arrives(value)


def test_extended_floats_keep_more_digits_than_a_float():
    third = np.longdouble(1) / 3
    assert arrives(third) - np.float64(third) == third - np.float64(third)
    arrives(np.array([third, -third, 0, np.finfo(np.longdouble).max, np.finfo(np.longdouble).smallest_subnormal]))


def test_what_stands_in_the_padding_of_extended_floats_stays_at_home():
    if np.finfo(np.longdouble).nmant != 63:
        pytest.skip("this processor's long floats have no padding")
    array = np.ones(4, np.longdouble)
    array.view(np.uint8).reshape(4, -1)[:, 10:] = ord("S")
    assert b"SSSS" not in pack(array)
    assert b"SSSS" not in pack(array.astype(">g"))


def test_what_stands_between_the_fields_of_a_record_stays_at_home():
    dtype = np.dtype({"names": ["a", "b"], "formats": ["u1", "f8"], "offsets": [0, 16], "itemsize": 32})
    array = np.zeros(4, dtype)
    array.view(np.uint8).reshape(4, -1)[:, 1:16] = ord("S")
    assert b"SSSS" not in pack(array)
    arrives(array)


@pytest.mark.parametrize(
    "dtype",
    [
        [("a", "i4"), ("b", "f8")],
        np.dtype([("a", "i1"), ("b", "f8")], align=True),
        [("a", "f8", (2, 3)), ("b", "U3")],
        [("inner", [("x", "f4"), ("y", ">i2")]), ("b", "?")],
        [("客户", "O"), ("b", "M8[D]")],
        {"names": ["", "a"], "formats": ["f4", "i2"]},
        {"names": ["b", "a"], "formats": ["f4", "i2"], "offsets": [8, 0], "itemsize": 16},
        [],
    ],
    ids=str,
)
def test_records(dtype):
    dtype = np.dtype(dtype)
    assert arrives(dtype).isalignedstruct == dtype.isalignedstruct
    arrives(np.zeros((2, 3), dtype))
    arrives(np.zeros((2, 3), dtype, order="F"))
    arrives(np.zeros(0, dtype))
    arrives(np.zeros((), dtype))


def test_a_record_alone():
    arrives(np.array([(1, 2.5, "x")], [("a", "i4"), ("b", "f8"), ("c", "U2")])[0])


def test_objects_one_by_one():
    array = np.empty((2, 3), object)
    array[:] = [[1, "a", None], [2.5, [1, 2], np.arange(3)]]
    arrived = arrives(array)
    assert arrived[1, 1] == [1, 2]
    arrives(array.T)
    arrives(np.array(None, object))
    arrives(np.empty((0, 3), object))


def test_texts_of_any_length():
    missing = np.dtypes.StringDType(na_object=np.nan)
    arrives(np.array(["a", "bcd", ""], np.dtypes.StringDType()))
    arrives(np.array([["a", np.nan], ["", "\0"]], missing))
    arrives(np.dtypes.StringDType(coerce=False))
    assert arrives(np.dtypes.StringDType(na_object=None)).na_object is None


def test_empty_axes_and_many_axes():
    for shape in [(0,), (0, 3), (3, 0), (2, 0, 4), (), (1,) * 64]:
        arrives(np.zeros(shape))
    arrives(np.zeros((3,), "S0"))
    arrives(np.zeros((3,), "V0"))
    arrives(np.zeros((3,), "U0"))


def test_the_order_of_the_elements_is_kept():
    rows = np.arange(6.0).reshape(2, 3)
    assert arrives(rows).flags.c_contiguous
    assert arrives(np.asfortranarray(rows)).flags.f_contiguous
    strange = np.arange(24.0).reshape(2, 3, 4).transpose(1, 0, 2)
    arrives(strange)


def test_scalars_keep_their_exact_type():
    with_unit = (np.datetime64, np.timedelta64)
    for kind in set(np.sctypeDict.values()) - {np.object_, np.void, np.str_, np.bytes_}:
        arrives(kind(1, "D") if kind in with_unit else kind(1))
    arrives(np.void(b"abc"))


def test_text_of_numpy_keeps_what_follows_a_zero():
    assert len(arrives(np.str_("a\0"))) == 2
    assert len(arrives(np.bytes_(b"a\0"))) == 2


class Own(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(3).view(Own),
        np.ma.masked_array([1.0, 2.0], [True, False]),
        np.array([(1,)], [(("title", "a"), "i4")]),
        np.zeros(2, [("a", "f8")]).view(np.recarray),
        np.zeros(2, [("a", "f8")]).view(np.recarray)[0],
        np.array([object()]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_behaves_otherwise_does_not_cross(value):
    with pytest.raises(NotPlain):
        pack(value)


def test_a_type_that_numpy_does_not_know_does_not_cross():
    rational = importlib.import_module("numpy._core._rational_tests").rational
    for value in (np.zeros(2, rational), np.dtype(rational), rational(1, 2)):
        with pytest.raises(NotPlain):
            pack(value)


def test_an_array_is_as_large_as_its_bytes():
    array = np.arange(1000.0)
    assert len(pack(array)) < array.nbytes + 60
    assert unpack(pack(array)).nbytes == array.nbytes
