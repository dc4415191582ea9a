"""What is not plain crosses as a reference in its place, where somebody refers to it."""

import math
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from test_wire_refusals import STRANGERS, Grade, Text
from wire_same import arrives

from cmlib.instructor.wire.codec import NotPlain, Reference, Sizes, pack, unpack


def _from(kept):
    return lambda reference: kept[reference.number]


def refer_everything(kept):
    def refer(value):
        kept.append(value)
        return Reference("judge", len(kept) - 1, {"type": type(value).__name__})

    return refer


@pytest.mark.parametrize("value", STRANGERS, ids=lambda value: type(value).__name__)
def test_strangers_cross_as_references(value):
    kept = []
    data = pack({"here": [value, 1]}, refer_everything(kept))
    arrived = unpack(data, lambda reference: kept[reference.number])
    assert arrived["here"][0] is value
    assert arrived["here"][1] == 1
    (reference, _) = unpack(data)["here"]
    assert reference == Reference("judge", 0, {"type": type(value).__name__})


def test_a_container_with_a_stranger_for_a_key_crosses_as_a_reference_itself():
    for value in ({Text("a"): 1}, {Text("a")}, frozenset([len]), {(1, Text("a")): [2]}):
        kept = []
        arrived = unpack(pack([value, 5], refer_everything(kept)), _from(kept))
        assert kept == [value]
        assert arrived[0] is value
        assert arrived[1] == 5


def test_a_dict_with_a_function_for_its_default_crosses_and_the_function_stays():
    def no_visits():
        return 0

    kept = []
    arrived = unpack(pack(defaultdict(no_visits, a=3), refer_everything(kept)), _from(kept))
    assert type(arrived) is defaultdict
    assert kept == [no_visits]
    assert arrived == {"a": 3}
    assert arrived["b"] == 0
    with pytest.raises(NotPlain):
        pack(defaultdict(no_visits))


def test_a_table_with_a_stranger_for_a_label_crosses_as_a_reference_itself():
    series = pd.Series([1.0], index=pd.Index([Grade.A], dtype=object))
    kept = []
    pack([series], refer_everything(kept))
    assert kept[0] is series
    objects = pd.Series([len, None])
    kept = []
    arrived = unpack(pack(objects, refer_everything(kept)), lambda reference: kept[reference.number])
    assert arrived.iloc[0] is len
    frame = pd.DataFrame({"a": [1.0]}, index=["x"])
    frame.index.__class__ = type("Own", (pd.Index,), {})
    kept = []
    pack([frame], refer_everything(kept))
    assert kept[0] is frame


def test_what_was_written_before_a_reference_took_its_place_is_gone():
    few = Sizes(items=30)
    value = [{**dict.fromkeys(map(str, range(9))), Text("a"): 1}] * 2
    assert unpack(pack(value, lambda value: Reference("a", 1), few), sizes=few) == [Reference("a", 1)] * 2


def test_a_reference_refuses_with_not_plain_or_by_returning_something_else():
    def refuse(value):
        raise NotPlain("not this one")

    with pytest.raises(NotPlain, match="not this one"):
        pack([len], refuse)
    with pytest.raises(NotPlain, match="cannot cross"):
        pack([len], lambda value: None)
    with pytest.raises(NotPlain):
        pack([len], lambda value: Reference("a", 1, {"about": len}))


def test_references_are_values_too():
    arrives(Reference("inside", 7, {"length": 3, "tags": ["a"]}))


def test_a_reference_is_resolved_wherever_it_may_stand():
    value = [Reference("a", 1), (Reference("a", 2),), {"k": Reference("a", 3)}, np.array([Reference("a", 4)], object)]
    arrived = unpack(pack(value), lambda reference: math.pi * reference.number)
    assert arrived[0] == math.pi
    assert arrived[3][0] == 4 * math.pi
