"""nbgrader's settings for this course: for formgrader, for the command line, for ``python -m cmlib``.

nbgrader reads this file when it is started in this folder. Paths hang on the folder it lies in, so
the course can stand anywhere.
"""

from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "customer-manager"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# A cell that runs longer is stopped and loses its own points; the cells after it still run.
c.ExecutePreprocessor.timeout = 30
c.Execute.timeout = 30
c.Execute.interrupt_on_timeout = True

# Formgrader's button and `nbgrader autograde` go through the same wall as `python -m cmlib grade`: students' code
# runs in a sandbox, the tests run where it cannot reach. The notebook is rebuilt from yours, whatever they handed in.
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [
    "cmlib.instructor.formgrader.BehindTheWall",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Feedback carries what each check said, never the hidden tests or a traceback through them.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "cmlib.instructor.feedback.MessagesOnly",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]

# A polite shutdown of the kernel takes up to a second for each student and gains nothing.
c.Execute.shutdown_kernel = "immediate"

# A student who deletes a test cell must not escape it.
c.OverwriteCells.add_missing_cells = True

# Endless output of one student must not fill the disk.
c.LimitOutput.max_lines = 1000
c.LimitOutput.max_traceback = 100

# No log file: None is fatal to nbgrader 0.9.
c.NbGrader.logfile = ""
