"""An interrupt stops what runs, at whatever moment it comes, and the talk goes on."""

import os
import signal
import threading
import time

import pytest
from wire_peer import talk_to

from cmlib.instructor.wire.conversation import Raised
from cmlib.instructor.wire.interrupts import Held


def slowly(seconds):
    time.sleep(seconds)
    return "slow"


def test_an_interrupt_stops_what_is_served_and_the_talk_goes_on():
    with talk_to(lambda there: {"slow": slowly, "fine": lambda: "fine"}) as (here, number):
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(TimeoutError):
                here.ask("slow", seconds=20, timeout=0.1)
            os.kill(number, signal.SIGINT)
            assert here.ask("fine", timeout=10) == "fine"
            assert time.monotonic() - began < 5


def test_an_interrupt_is_told_as_what_was_raised():
    with talk_to(lambda there: {"stop": lambda: signal.raise_signal(signal.SIGINT) or "not reached"}) as (here, _):
        with pytest.raises(Raised) as caught:
            here.ask("stop", timeout=10)
        assert caught.value.name == "KeyboardInterrupt"


def test_an_interrupt_while_nothing_is_served_does_nothing():
    with talk_to(lambda there: {"fine": lambda: "fine"}) as (here, number):
        for _ in range(10):
            assert here.ask("fine", timeout=10) == "fine"
            os.kill(number, signal.SIGINT)
            time.sleep(0.05)
        assert here.ask("fine", timeout=10) == "fine"


def test_an_interrupt_reaches_code_that_waits_for_an_answer():
    def serve(there):
        def waits():
            try:
                there.ask("wait", seconds=0.5)
            except KeyboardInterrupt:
                return "interrupted while waiting"

        return {"waits": waits}

    table = {}
    with talk_to(serve, served_here=table) as (here, number):

        def wait(seconds):
            os.kill(number, signal.SIGINT)
            time.sleep(seconds)

        table["wait"] = wait
        assert here.ask("waits", timeout=10) == "interrupted while waiting"


def test_an_interrupt_stops_an_exception_whose_text_never_ends():
    class Endless(Exception):
        def __str__(self):
            time.sleep(60)

    def fail():
        raise Endless

    with talk_to(lambda there: {"fail": fail, "fine": lambda: "fine"}) as (here, number):
        with pytest.raises(TimeoutError):
            here.ask("fail", timeout=0.2)
        os.kill(number, signal.SIGINT)
        assert here.ask("fine", timeout=10) == "fine"


def test_a_storm_of_interrupts_tears_nothing():
    """Interrupts at every moment: each question is answered, by its own answer or by the interrupt."""

    def serve(there):
        def back(number):
            return [there.ask("double", number=number), "x" * 100_000]

        return {"back": back}

    with talk_to(serve, served_here={"double": lambda number: 2 * number}) as (here, other):
        storm = os.fork()
        if not storm:
            try:
                for _ in range(600):
                    os.kill(other, signal.SIGINT)
                    time.sleep(0.002)
            finally:
                os._exit(0)
        outcomes = []
        while os.waitpid(storm, os.WNOHANG) == (0, 0):
            outcomes.append(outcome(here, len(outcomes)))
        assert here.ask("back", number=0, timeout=10)[0] == 0
        assert set(outcomes) == {"answered", "KeyboardInterrupt"}


def outcome(here, number):
    try:
        answer = here.ask("back", number=number, timeout=10)
    except Raised as error:
        return error.name
    return "answered" if answer == [2 * number, "x" * 100_000] else "another answer"


@pytest.fixture
def noted():
    """Interrupts that were delivered here, to a handler that does not raise."""
    numbers = []
    before = signal.signal(signal.SIGINT, lambda number, frame: numbers.append(number))
    yield numbers
    signal.signal(signal.SIGINT, before)


def test_what_comes_while_held_is_delivered_once_at_the_end(noted):
    with Held():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert noted == []
    assert noted == [signal.SIGINT]
    signal.raise_signal(signal.SIGINT)
    assert len(noted) == 2


def test_what_is_run_through_may_be_interrupted(noted):
    with Held() as held:
        signal.raise_signal(signal.SIGINT)
        assert held.through(lambda: len(noted)) == 1
        held.through(lambda: signal.raise_signal(signal.SIGINT))
        assert len(noted) == 2
        signal.raise_signal(signal.SIGINT)
        assert len(noted) == 2
    assert len(noted) == 3


def test_a_wait_may_be_interrupted_and_goes_on(noted):
    with Held() as held:
        signal.raise_signal(signal.SIGINT)
        held.open = True
        held.deliver()
        assert len(noted) == 1
        signal.raise_signal(signal.SIGINT)
        assert len(noted) == 2
        held.open = False
        signal.raise_signal(signal.SIGINT)
        assert len(noted) == 2
    assert len(noted) == 3


def test_an_interrupt_that_raises_in_a_wait_comes_once():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    held = Held()
    try:
        with held:
            held.open = True
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            assert not held.open
            with pytest.raises(KeyboardInterrupt):
                held.through(lambda: signal.raise_signal(signal.SIGINT))
            held.came = False
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("handler", [signal.SIG_IGN, signal.SIG_DFL])
def test_where_interrupts_are_ignored_or_end_the_process_nothing_is_held(handler):
    before = signal.signal(signal.SIGINT, handler)
    try:
        with Held() as held:
            assert signal.getsignal(signal.SIGINT) == handler
            assert held.through(lambda: 5) == 5
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_nothing_is_held():
    handlers = []

    def elsewhere():
        with Held() as held:
            handlers.append(held.through(lambda: signal.getsignal(signal.SIGINT)))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert handlers == [signal.getsignal(signal.SIGINT)]
