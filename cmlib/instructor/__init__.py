"""For instructors: release, grade, rehearse, and the proof that the grading is fair.

Everything that needs nbgrader or Jupyter lives here, behind ``python -m cmlib COMMAND``.

How a task is written, so that all of this works with it (``tests/instructor/toy_course`` shows it):

* One solution cell a task, with a grade id such as ``task_1``; the stub keeps what stands outside
  ``### BEGIN SOLUTION`` and ``### END SOLUTION``.
* Several checks a task, each a test cell of its own whose grade id begins with the task's:
  ``task_1_test_1``, ``task_1_test_2``. A check gives all its points or none; partial credit is the
  sum over the checks. nbgrader would also take a number from a cell's last expression, but it takes
  the first result that the cell shows, and the student's code can show one.
* A check is one or a few ``assert condition, "message"`` and ends with one. It says what is off
  (name, unit, direction), never the answer. Ask the most telling question first: the student sees
  the first message only.
* What must not be copied from a neighbour stands between ``### BEGIN HIDDEN TESTS`` and
  ``### END HIDDEN TESTS``: the function is called with other data. Write conditions that hold for
  the right value (``abs(found - wanted) < 1e-9``): ``not abs(found - wanted) > 1e-9`` would let a
  missing value pass.
* Nothing may be written to stderr while a check runs, warnings included: nbgrader gives 0 for it.
* A check uses names of its own task and of the given cells only.
* A solution cell with points (markdown or code) is graded by hand; its rubric stands in the notebook.
"""
