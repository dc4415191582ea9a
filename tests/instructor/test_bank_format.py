"""The answer bank is read as its format says, and what does not fit is refused by name."""

import pytest

from cmlib.instructor.answers import Answer, load_bank, read_answer

RIGHT = '"""\nwhat: adds\npoints: 3 of 3\n"""\ntotal = 1 + 1\n'


@pytest.fixture
def write(tmp_path):
    def write(name, text, task="task_1"):
        (tmp_path / task).mkdir(exist_ok=True)
        (tmp_path / task / name).write_text(text, encoding="utf-8")
        return tmp_path / task / name

    return write


def test_a_right_answer_is_its_code_below_the_header(write):
    assert read_answer(write("right_sum.py", RIGHT)) == Answer(
        "task_1", "right_sum", "right", "adds", "total = 1 + 1", points=3, maximum=3
    )


def test_a_misconception_names_its_checks_in_full_and_a_long_hint_goes_on_in_the_next_line(write):
    text = RIGHT.replace("3 of 3", "0.5 of 3\nloses: test_2, test_10\nhint: a fraction,\n    not a percentage")
    answer = read_answer(write("misconception_percent.py", text))
    assert answer.points == 0.5
    assert answer.loses == ("task_1_test_2", "task_1_test_10")
    assert answer.hint == "a fraction, not a percentage"


def test_tasks_and_answers_come_in_natural_order(write, tmp_path):
    for task in ("task_10", "task_2"):
        write("right_b.py", RIGHT, task)
        write("right_a.py", RIGHT, task)
    bank = load_bank(tmp_path)
    assert list(bank) == ["task_2", "task_10"]
    assert [answer.name for answer in bank["task_10"]] == ["right_a", "right_b"]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("wrong_sum.py", RIGHT, "is called neither right_STYLE.py nor"),
        ("right.py", RIGHT, "is called neither right_STYLE.py nor"),
        ("right_sum.py", "total = 2\n", "must begin with a docstring"),
        ("right_sum.py", RIGHT + "def", "is not Python: .* in line 6"),
        ("right_sum.py", '"""\nwhat: adds\npoints: 3 of 3\n"""\n', "has no code below its header"),
        ("right_sum.py", '"""\nwhat: adds\n"""\nx = 1\n', "needs points in its header; it has \\['what'\\]"),
        ("right_sum.py", RIGHT.replace("3 of 3", "3"), "needs points such as '2 of 8', found '3'"),
        ("right_sum.py", RIGHT.replace("3 of 3", "4 of 3"), "needs points such as '2 of 8', found '4 of 3'"),
        ("right_sum.py", RIGHT.replace("3 of 3", "2 of 3"), "is a right answer and must earn all its points"),
        ("right_sum.py", RIGHT.replace("what: adds", "what: adds\nwhy: because"), "has the header line 'why: because'"),
        ("right_sum.py", RIGHT.replace("what: adds", "what: adds\nwhat: more"), "has 'what' twice"),
        ("right_sum.py", RIGHT.replace("what: adds", "what:"), "has the header line 'what:'"),
        ("misconception_slip.py", RIGHT, "needs loses and hint in its header"),
        ("constant.py", RIGHT.replace("points", "loses: test_1\npoints"), "must lose points"),
    ],
)
def test_a_file_that_is_no_answer_is_refused_by_its_place(write, name, text, complaint):
    with pytest.raises(ValueError, match=f"^answer task_1/{name} {complaint}"):
        read_answer(write(name, text))


def test_a_bank_that_is_not_there_or_empty_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="there is none at"):
        load_bank(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="found no answer"):
        load_bank(tmp_path)
