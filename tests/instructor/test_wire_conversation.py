"""Both sides ask; every answer belongs to its question, and what is raised arrives as plain data."""

import gc
import os
import signal
import threading
import time

import numpy as np
import pandas as pd
import pytest
from wire_peer import peer, talk_to

from cmlib.instructor.wire.codec import NotPlain, Reference, pack
from cmlib.instructor.wire.conversation import DEEPEST, Conversation, Raised


def echo(conversation):
    return {"echo": lambda value: value}


@pytest.mark.parametrize(
    "value",
    [None, 1.5, {"a": [1, 2]}, np.arange(3), "客户", pd.DataFrame({"a": [1, 2]})],
    ids=lambda v: type(v).__name__,
)
def test_an_answer_for_a_question(value):
    with talk_to(echo) as (here, _):
        answer = here.ask("echo", value=value)
        assert type(answer) is type(value)
        assert pack(answer) == pack(value)


def test_details_may_have_any_names():
    with talk_to(lambda conversation: {"all": lambda **details: details}) as (here, _):
        assert here.ask("all", self=1, verb=0, mark=2, within=3, value=4, held=5) == {
            "self": 1,
            "verb": 0,
            "mark": 2,
            "within": 3,
            "value": 4,
            "held": 5,
        }


def test_while_one_waits_it_serves_the_other():
    def serve(conversation):
        return {"sum": lambda numbers: sum(conversation.ask("double", number=each) for each in numbers)}

    with talk_to(serve, served_here={"double": lambda number: 2 * number}) as (here, _):
        assert here.ask("sum", numbers=[1, 2, 3]) == 12


def test_requests_within_requests():
    def factorial(ask):
        return lambda number: 1 if number < 2 else number * ask("factorial", number=number - 1)

    table = {}
    with talk_to(lambda there: {"factorial": factorial(there.ask)}, served_here=table) as (here, _):
        table["factorial"] = factorial(here.ask)
        assert here.ask("factorial", number=20) == 2432902008176640000
        with pytest.raises(Raised, match=f"more than {DEEPEST} deep") as caught:
            here.ask("factorial", number=2 * DEEPEST + 10)
        assert caught.value.name == "RecursionError"
        assert here.ask("factorial", number=5) == 120


@pytest.mark.parametrize("details", [{}, {"value": 1, "more": 2}, {"other": 1}])
def test_wrong_details(details):
    with talk_to(echo) as (here, _):
        with pytest.raises(Raised) as caught:
            here.ask("echo", **details)
        assert caught.value.name == "TypeError"


def test_details_that_cannot_cross():
    with talk_to(echo) as (here, _):
        with pytest.raises(NotPlain):
            here.ask("echo", value=object())
        assert here.ask("echo", value=1) == 1


def test_objects_cross_as_references_in_both_directions():
    kept = [object()]

    def refer(value):
        return Reference("here", 0)

    def resolve(reference):
        return kept[reference.number]

    def live(channel):
        Conversation(channel, {"echo": lambda value: value}).listen()

    with peer(live) as (channel, _):
        here = Conversation(channel, {}, refer, resolve)
        assert here.ask("echo", value=[kept[0]])[0] is kept[0]


def test_listening_until_enough_was_served():
    def live(channel):
        served = []
        conversation = Conversation(channel, {"note": lambda value: served.append(value)})
        conversation.listen(until=lambda: len(served) == 3)
        channel.send(["enough", served])

    with peer(live) as (channel, _):
        here = Conversation(channel, {})
        for number in range(3):
            here.ask("note", value=number)
        assert channel.receive(5) == ["enough", [0, 1, 2]]


def test_listening_ends_when_the_other_side_is_gone():
    def live(channel):
        channel.close()

    with peer(live) as (channel, _):
        Conversation(channel, {}).listen()


@pytest.mark.parametrize("how", ["kill", "exit"])
def test_the_other_side_dies_while_it_is_asked(how):
    def serve(conversation):
        return {"die": lambda: os.kill(os.getpid(), signal.SIGKILL) if how == "kill" else os._exit(0)}

    with talk_to(serve) as (here, _):
        for _ in range(2):
            with pytest.raises(EOFError):
                here.ask("die", timeout=10)


def test_one_thread_and_one_process_talk():
    with talk_to(echo) as (here, _):
        assert here.ask("echo", value=1) == 1
        errors = []

        def elsewhere():
            try:
                here.ask("echo", value=2)
            except RuntimeError as error:
                errors.append(str(error))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert "thread and process that began it" in errors[0]
        assert here.ask("echo", value=3) == 3


def test_a_talk_in_another_thread():
    with talk_to(echo) as (here, _):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(here.ask("echo", value=5)))
        thread.start()
        thread.join()
        assert answers == [5]


def test_nothing_is_kept_of_what_was_said():
    with talk_to(echo) as (here, _):
        for _ in range(50):
            here.ask("echo", value=1)
            with pytest.raises(Raised):
                here.ask("nobody")
        gc.collect()
        assert not here._open
        assert not here._serving


def test_nonces_are_fresh_and_random():
    marks = []

    def live(channel):
        for _ in range(20):
            _, mark, *_ = channel.receive()
            channel.send(("answer", mark, mark))

    with peer(live) as (channel, _):
        here = Conversation(channel, {})
        marks = [here.ask("anything") for _ in range(20)]
    assert len(set(marks)) == 20
    assert all(len(mark) == 32 for mark in marks)


def test_a_quick_talk():
    """A remote call costs a small part of a millisecond on a quiet machine; a busy one is given ten times that."""
    with talk_to(echo) as (here, _):
        best = min(_seconds(lambda: here.ask("echo", value=1.5)) for _ in range(300))
        assert best < 0.003


def _seconds(function):
    began = time.perf_counter()
    function()
    return time.perf_counter() - began
