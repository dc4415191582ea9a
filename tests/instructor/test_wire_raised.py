"""What the other side's code raises arrives as plain data, whatever it is."""

import numpy as np
import pytest
from wire_peer import talk_to

from cmlib.instructor.wire.conversation import Raised


class Broken(ValueError):
    def __init__(self, what, more):
        super().__init__(what, more)


def raising(error):
    def function():
        raise error

    return function


def serve_errors(conversation):
    class NoText(Exception):
        def __str__(self):
            raise ValueError

    class OddText(str):
        pass

    class Liar(type):
        __name__ = property(lambda cls: 1 / 0)

    class Lies(Exception, metaclass=Liar):
        __module__ = 5

        @property
        def args(self):
            raise ZeroDivisionError

    class Twisted(Exception):
        @property
        def __traceback__(self):
            raise ZeroDivisionError

    return {
        "key": raising(KeyError("x", 1)),
        "own": raising(Broken("a", np.float64(2))),
        "object": raising(ValueError("text", object())),
        "large": raising(ValueError("a" * 10_000_000)),
        "no text": raising(NoText()),
        "odd text": raising(ValueError(OddText("odd"))),
        "lies": raising(Lies()),
        "twisted": raising(Twisted("t")),
        "exit": raising(SystemExit(3)),
        "interrupt": raising(KeyboardInterrupt()),
        "generator": raising(GeneratorExit()),
        "stop": raising(StopIteration(5)),
        "group": raising(ExceptionGroup("many", [ValueError(1)])),
        "broken pipe": raising(BrokenPipeError("mine")),
        "eof": raising(EOFError("mine")),
        "time": raising(TimeoutError("mine")),
        "not plain": lambda: object(),
        "too deep": lambda: serve_errors(conversation)["too deep"](),
        "fine": lambda: "fine",
    }


ERRORS = [
    ("key", "KeyError", ("x", 1), "('x', 1)"),
    ("own", "Broken", ("a", np.float64(2)), "('a', np.float64(2.0))"),
    ("object", "ValueError", (), None),
    ("large", "ValueError", (), "a" * 20_000),
    ("no text", "NoText", (), "its text could not be made: ValueError"),
    ("odd text", "ValueError", (), "odd"),
    ("lies", "Lies", (), ""),
    ("twisted", "Twisted", ("t",), "t"),
    ("exit", "SystemExit", (3,), "3"),
    ("interrupt", "KeyboardInterrupt", (), ""),
    ("generator", "GeneratorExit", (), ""),
    ("stop", "StopIteration", (5,), "5"),
    ("group", "ExceptionGroup", (), "many (1 sub-exception)"),
    ("broken pipe", "BrokenPipeError", ("mine",), "mine"),
    ("eof", "EOFError", ("mine",), "mine"),
    ("time", "TimeoutError", ("mine",), "mine"),
    ("not plain", "NotPlain", None, "an object of type object cannot cross; expected plain data"),
    ("too deep", "RecursionError", None, None),
    ("nobody", "LookupError", None, "nobody answers 'nobody' here"),
]


def test_what_is_raised_arrives_as_plain_data_and_the_talk_goes_on():
    with talk_to(serve_errors, tell_tracebacks=True) as (here, _):
        for verb, name, arguments, message in ERRORS:
            with pytest.raises(Raised) as caught:
                here.ask(verb)
            error = caught.value
            assert error.name == name, verb
            assert arguments is None or error.arguments == arguments, verb
            assert message is None or error.message == message, verb
            assert len(error.traceback) < 21_000
            assert here.ask("fine") == "fine"


def test_what_is_told_of_an_exception():
    with talk_to(serve_errors, tell_tracebacks=True) as (here, _):
        with pytest.raises(Raised) as caught:
            here.ask("own")
        error = caught.value
        assert (error.name, error.module) == ("Broken", "test_wire_raised")
        assert error.lineage == (
            "test_wire_raised.Broken",
            "builtins.ValueError",
            "builtins.Exception",
            "builtins.BaseException",
            "builtins.object",
        )
        assert str(error) == "Broken: ('a', np.float64(2.0))"
        assert error.traceback.startswith("Traceback (most recent call last):\n")
        assert "raise error" in error.traceback
        assert "instructor/wire" not in error.traceback
        with pytest.raises(Raised, match=r"^SystemExit: 3$"):
            here.ask("exit")
        with pytest.raises(Raised) as caught:
            here.ask("interrupt")
        assert str(caught.value) == "KeyboardInterrupt"


def test_source_lines_are_told_only_by_a_side_that_says_so():
    with talk_to(serve_errors) as (here, _):
        with pytest.raises(Raised) as caught:
            here.ask("key")
        assert caught.value.traceback == ""
        assert caught.value.arguments == ("x", 1)


def test_an_exception_of_the_other_side_is_passed_on():
    def serve(conversation):
        return {"through": lambda: conversation.ask("fail")}

    with talk_to(serve, served_here={"fail": raising(Broken("a", 1))}) as (here, _):
        with pytest.raises(Raised) as caught:
            here.ask("through")
        assert (caught.value.name, caught.value.arguments) == ("Broken", ("a", 1))
