"""A student's process whose serving code was replaced: whatever it answers, the judge keeps its head."""

import functools
import socket
import threading

import pytest

from cmlib.instructor.judge.remote import Inside
from cmlib.instructor.judge.remote_handle import is_handle
from cmlib.instructor.judge.remote_refusal import Gone, NotGradable
from cmlib.instructor.wire.channel import Channel
from cmlib.instructor.wire.codec import Reference, pack
from cmlib.instructor.wire.conversation import Conversation

CLASS = {
    "number": 7, "name": "Odd", "module": "__main__", "doc": None, "can": [], "bases": [], "library": [],
    "own": True, "namedtuple": b"",
}  # fmt: skip


def refer_to(**about):
    return Reference("inside", about.pop("number", 1), about)


def always(value, **details):
    return value


def lying(answers):
    """An `Inside` that talks to somebody who gives these answers."""
    ours, theirs = socket.socketpair()

    def answer_all():
        table = {verb: functools.partial(always, value) for verb, value in answers.items()}
        channel = Channel(theirs)
        Conversation(channel, table).listen()
        channel.close()

    thread = threading.Thread(target=answer_all, daemon=True)
    thread.start()
    return Inside(ours, 5)


@pytest.fixture
def lie():
    made = []

    def make(**answers):
        made.append(lying(answers))
        return made[-1]

    yield make
    for each in made:
        each.close()


NONSENSE = [None, 1, "x", [], {}, {"value": 1}, {"raised": 1}, {"raised": {}}, {"value": {}, "given": 5}, {1: 2}]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=repr)
def test_nonsense_in_place_of_an_answer_is_refused(lie, nonsense):
    inside = lie(names=nonsense, run=nonsense)
    with pytest.raises((NotGradable, Gone)):
        inside.fetch(["x"])
    try:
        assert inside.run("x").outputs == ()
    except Gone:
        assert inside.trouble is not None


@pytest.mark.parametrize("part", ["said", "warned", "changed", "rebound", "grown", "raised"])
@pytest.mark.parametrize(
    "nonsense", [1, "x", [1], {"x": 1}, {0: refer_to(kind="instance", **{"class": CLASS})}], ids=repr
)
def test_nonsense_in_a_part_of_an_answer_harms_nothing(lie, part, nonsense):
    function = refer_to(kind="function", name="f", qualname="f", module="__main__", doc=None)
    inside = lie(names={"value": {"f": function}, "given": []}, call={"value": 5, part: nonsense})
    data = [1]
    try:
        assert inside.fetch(["f"])["f"](data) == 5
    except NotGradable:
        assert part != "said"
    assert data == [1] or part == "changed"


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"kind": "instance"},
        {"kind": "instance", "class": 5},
        {"kind": "instance", "class": {**CLASS, "name": "a\0b"}},
        {"kind": "instance", "class": {**CLASS, "can": ["__eq__", "__class__", "__reduce__", 5]}},
        {"kind": "instance", "class": {**CLASS, "library": [["builtins", "float"]]}},
        {"kind": "instance", "class": {**CLASS, "own": False, "library": [["numpy", "ndarray"]]}},
        {"kind": "instance", "class": {**CLASS, "own": False, "library": [["pandas", "DataFrame"]]}},
        {"kind": "instance", "class": {**CLASS, "own": False, "library": [["subprocess", "Popen"]]}},
        {"kind": "class", "class": {**CLASS, "own": False, "library": [["os", "_Environ"]]}},
        {"kind": "class", "class": {**CLASS, "library": [["builtins", "SystemExit"]]}},
        {"kind": "class", "class": {**CLASS, "namedtuple": pack(("X", ("class",), ()))}},
        {"kind": "function", "name": 5, "qualname": 5, "module": 5, "doc": 5},
        {"kind": "error", "packed": b"nonsense"},
        {"kind": refer_to(number=8, kind="function", name="f", qualname="f", module="f", doc="f")},
        {
            "kind": "instance",
            "class": refer_to(number=8, kind="instance", **{"class": {**CLASS, "can": ["__getitem__"]}}),
        },
    ],
    ids=repr,
)
def test_a_reference_that_lies_about_itself(lie, about):
    inside = lie(names={"value": {"x": refer_to(**about)}, "given": []}, call={"value": 4}, text={"value": 5})
    try:
        x = inside.fetch(["x"])["x"]
    except (Gone, NotGradable):
        return
    assert isinstance(x, type) or is_handle(x)
    assert not isinstance(x, float | int | str)
    if is_handle(x):
        with pytest.raises((NotGradable, TypeError)):
            _ = x + 4
        assert x.__class__.__module__.partition(".")[0] not in ("subprocess", "os", "numpy", "pandas")
        with pytest.raises(TypeError):
            str(x)


@pytest.mark.parametrize("owner", ["judge", "both", "copy", "nobody"])
def test_references_to_what_is_not_there(lie, owner):
    inside = lie(names={"value": {"x": Reference(owner, 99, {"kind": "Counter", "parts": b"x"})}, "given": []})
    with pytest.raises((Gone, NotGradable)):
        inside.fetch(["x"])


def test_only_what_was_asked_for_becomes_a_name(lie):
    inside = lie(names={"value": {"x": 1, "abs": 2, "score": 3}, "given": []})
    assert inside.fetch(["x"]) == {"x": 1}


def test_classes_without_end_are_refused(lie):
    many = {str(n): refer_to(number=n, kind="class", **{"class": {**CLASS, "number": n}}) for n in range(1, 3000)}
    inside = lie(names={"value": many, "given": []})
    with pytest.raises(Gone):
        inside.fetch(list(many))


@pytest.mark.parametrize(
    "output",
    [
        5,
        {"output_type": refer_to(kind="instance", **{"class": CLASS})},
        {"output_type": "stream", "text": [refer_to(kind="instance", **{"class": CLASS})]},
        {1: 2},
    ],
    ids=repr,
)
def test_outputs_hold_nothing_but_json(lie, output):
    ran = lie(run={"outputs": [output], "raised": None}).run("x")
    assert all(type(each) is dict and not any(map(is_handle, each.values())) for each in ran.outputs)


def test_random_numbers_of_the_judge_stay_its_own(lie):
    inside = lie(names={"value": {}, "given": []}, call={"value": 1, "random": {"numpy": 5}})
    import numpy as np

    np.random.seed(1)
    before = np.random.get_state()[1].tolist()
    inside.call(1, (), {})
    assert np.random.get_state()[1].tolist() == before
