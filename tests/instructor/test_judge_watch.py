"""The clock: nothing for what is in time, an interrupt, then an exception of its own."""

import os
import signal
import threading
import time

import pytest

from cmlib.instructor.judge.watch import Clock, OverTime, Watch


class Heard:
    """Notes what is interrupted, and when."""

    def __init__(self):
        self.numbers = []

    def __call__(self, number):
        self.numbers.append(number)
        assert threading.current_thread() is not threading.main_thread()


def test_what_is_in_time_is_left_alone():
    heard, before = Heard(), signal.getsignal(signal.SIGUSR1)
    with Clock(0.1, 0.1, heard) as clock:
        for number in range(10):
            watch = Watch(clock, number)
            with watch:
                time.sleep(0.03)
            assert not watch.over
        time.sleep(0.3)  # nothing is watched
    assert heard.numbers == []
    assert signal.getsignal(signal.SIGUSR1) == before


def test_one_that_takes_too_long_is_interrupted_once_and_the_next_has_all_its_time():
    heard = Heard()
    with Clock(0.1, 1.0, heard) as clock:
        with Watch(clock, 7) as late:
            time.sleep(0.3)
        with Watch(clock, 8) as after:
            time.sleep(0.05)
    assert (late.over, after.over) == (True, False)
    assert heard.numbers == [7]


def for_ever():
    while True:
        pass


def test_code_that_goes_on_is_stopped():
    heard, began = Heard(), time.monotonic()
    with Clock(0.1, 0.1, heard) as clock:
        watch = Watch(clock, 1)
        with pytest.raises(OverTime), watch:
            for_ever()
        assert time.monotonic() - began > 0.2
        with Watch(clock, 2):
            time.sleep(0.05)
    assert watch.over
    assert heard.numbers == [1]


def test_code_that_catches_everything_is_stopped_again_and_again():
    caught = 0
    with Clock(0.05, 0.05, Heard()) as clock, Watch(clock, 1):
        while caught < 3:
            try:
                while True:
                    time.sleep(0.01)
            except BaseException:
                caught += 1
    assert caught == 3


def test_a_signal_after_the_end_does_nothing():
    with Clock(5, 5, Heard()) as clock:
        with Watch(clock, 1):
            pass
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.01)


def test_outside_the_main_thread_it_interrupts_and_does_not_raise():
    heard, over = Heard(), []

    def work():
        with Clock(0.05, 0.05, heard) as clock, Watch(clock, 3) as watch:
            time.sleep(0.3)
        over.append(watch.over)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert over == [True]
    assert heard.numbers == [3]


def test_it_ends_at_once():
    began = time.monotonic()
    with Clock(30, 30, Heard()):
        pass
    assert time.monotonic() - began < 5
