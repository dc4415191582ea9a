"""A side that lies, delays, repeats itself or interrupts: the other believes nothing and goes on."""

import time

import pytest
from wire_peer import peer, talk_to

from cmlib.instructor.wire.codec import Reference, WireError, pack
from cmlib.instructor.wire.conversation import Conversation, Raised


def told(*parts):
    return pack(parts)


MARK = "the request's mark"


def lying(*messages):
    """A side that takes one request and then says what it likes."""

    def live(channel):
        _, mark, *_ = channel.receive()
        for message in messages:
            channel.send(marked(message, mark))
        time.sleep(5)

    return live


def marked(message, mark):
    if type(message) in (list, tuple):
        return type(message)(mark if part == MARK else part for part in message)
    return message


@pytest.mark.parametrize(
    "message",
    [
        None,
        "answer",
        ("answer", MARK),
        ("answer", MARK, 1, 2),
        ["answer", MARK, 1],
        ("Answer", MARK, 1),
        ("answer", 5, 1),
        (b"answer", MARK, 1),
        ("ask", MARK, 1),
        ("ask", "a", "", "verb", []),
        ("ask", "a", "", "verb", {1: 2}),
        ("ask", "a", "", 5, {}),
        ("ask", "a", None, "verb", {}),
        ("ask", 1, "", "verb", {}),
        ("answer", "a", "", "verb", {}),
        ("raised", MARK, "text"),
        ("raised", MARK, b"junk"),
        ("raised", MARK, told("a", "b", (), "c", "d")),
        ("raised", MARK, told("a", "b", [], "c", "d", ())),
        ("raised", MARK, told("a", "b", (), 5, "d", ())),
        ("raised", MARK, told("a", "b", (), "c", "d", (1,))),
        ("raised", MARK, told("a" * 1_000_000, "b", (), "c", "d", ())),
        Reference("a", 1),
    ],
    ids=lambda message: str(message)[:40],
)
def test_what_is_no_message_of_a_conversation(message):
    with peer(lying(message)) as (channel, _), pytest.raises(WireError):
        Conversation(channel, {}).ask("anything", timeout=10)


def test_an_answer_under_a_foreign_mark_is_dropped():
    messages = [
        ("answer", "0" * 32, "forged"),
        ("answer", "", "forged"),
        ("raised", "f" * 32, b""),
        ("answer", MARK, 1),
    ]
    with peer(lying(*messages)) as (channel, _):
        assert Conversation(channel, {}).ask("anything", timeout=10) == 1


def test_a_second_answer_is_dropped():
    def live(channel):
        for number in range(3):
            _, mark, *_ = channel.receive()
            for answer in (number, "again", "and again"):
                channel.send(("answer", mark, answer))

    with peer(live) as (channel, _):
        here = Conversation(channel, {})
        assert [here.ask("anything", timeout=10) for _ in range(3)] == [0, 1, 2]


def test_an_answer_that_comes_too_late_is_dropped():
    with talk_to(lambda there: {"slow": slowly, "quick": lambda: "quick"}) as (here, _):
        for _ in range(3):
            with pytest.raises(TimeoutError):
                here.ask("slow", seconds=0.3, timeout=0.1)
        assert here.ask("quick", timeout=10) == "quick"


def slowly(seconds):
    time.sleep(seconds)
    return "slow"


def test_an_exception_tells_nothing_that_must_be_resolved():
    told_reference = told("E", "m", (Reference("a", 1),), "", "", ())

    def resolve(reference):
        raise AssertionError("a claim was resolved")

    with peer(lying(("raised", MARK, told_reference))) as (channel, _):
        with pytest.raises(Raised) as caught:
            Conversation(channel, {}, None, resolve).ask("anything", timeout=10)
        assert caught.value.arguments == (Reference("a", 1),)


def test_an_answer_to_the_outer_request_waits_for_its_turn():
    def live(channel):
        _, outer, *_ = channel.receive()
        channel.send(("ask", "m", outer, "inner", {}))
        _, inner, within, *_ = channel.receive()
        channel.send(("answer", outer, "outer"))
        channel.send(("answer", inner, ["inner", within]))
        channel.receive()
        time.sleep(5)

    table = {}
    with peer(live) as (channel, _):
        here = Conversation(channel, table)
        noted = []
        table["inner"] = lambda: noted.append(here.ask("deeper"))
        assert here.ask("anything", timeout=10) == "outer"
        assert noted == [["inner", "m"]]


def test_the_time_counts_requests_within_the_request():
    def serve(there):
        def often():
            for _ in range(100):
                there.ask("wait", seconds=0.05)

        return {"often": often, "fine": lambda: "fine"}

    with talk_to(serve, served_here={"wait": slowly}) as (here, _):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            here.ask("often", timeout=0.4)
        assert 0.4 <= time.monotonic() - began < 3
        assert here.ask("fine", timeout=10) == "fine"


def test_a_request_within_another_has_no_more_time_than_the_outer():
    def serve(there):
        return {"back": lambda: there.ask("deeper"), "slow": slowly, "fine": lambda: "fine"}

    table = {}
    with talk_to(serve, served_here=table) as (here, _):
        table["deeper"] = lambda: here.ask("slow", seconds=2, timeout=30)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            here.ask("back", timeout=0.2)
        assert time.monotonic() - began < 1.6
        table["deeper"] = lambda: here.ask("fine", timeout=5)
        assert here.ask("back", timeout=20) == "fine"


def test_a_short_time_of_the_inner_request_leaves_the_outer_its_own():
    def serve(there):
        return {"back": lambda: there.ask("deeper"), "slow": slowly}

    table = {}
    with talk_to(serve, served_here=table) as (here, _):

        def deeper():
            with pytest.raises(TimeoutError):
                here.ask("slow", seconds=0.3, timeout=0.05)
            return "in time"

        table["deeper"] = deeper
        assert here.ask("back", timeout=10) == "in time"


def test_a_side_that_keeps_asking_does_not_gain_time():
    def live(channel):
        _, mark, *_ = channel.receive()
        while True:
            channel.send(("ask", "m", mark, "anything", {}))
            channel.receive()

    with peer(live) as (channel, _):
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            Conversation(channel, {}).ask("anything", timeout=0.3)
        assert time.monotonic() - began < 3


def test_what_a_given_up_request_still_asks_is_refused():
    """A student's function that runs on after its time was up gets no more work out of the judge."""

    def serve(there):
        def runs_on():
            time.sleep(0.3)
            there.ask("note", value="late")

        return {"runs on": runs_on, "fine": lambda: "fine"}

    noted = []
    with talk_to(serve, served_here={"note": lambda value: noted.append(value)}) as (here, _):
        with pytest.raises(TimeoutError):
            here.ask("runs on", timeout=0.1)
        assert here.ask("fine", timeout=10) == "fine"
        assert noted == []
