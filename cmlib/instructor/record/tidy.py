"""A graded notebook as nbgrader writes it: outputs cut as the course wants, then the very same text."""

import json

from nbconvert.preprocessors import ClearMetadataPreprocessor, Preprocessor
from nbformat import NotebookNode
from nbformat.v4.nbjson import BytesEncoder
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader.preprocessors import IgnorePattern, LimitOutput

from cmlib.instructor.settings import Settings

#: What nbgrader does to the notebook alone after it ran.
_STOCK = (IgnorePattern, ClearMetadataPreprocessor, LimitOutput)


class Tidy:
    """The course's own limits for the outputs of a graded notebook."""

    def __init__(self, settings: Settings):
        steps = [settings.preprocessor(each) for each in _STOCK]
        self._steps: list[Preprocessor] = [step for step in steps if step is not None]

    def bytes_of(self, notebook: NotebookNode) -> bytes:
        """The notebook's file. The notebook that is given is used up."""
        for step in self._steps:
            notebook, _ = step(notebook, {})
        text = json.dumps(
            strip_transient(split_lines(notebook)),
            cls=BytesEncoder,
            indent=1,
            sort_keys=True,
            separators=(",", ": "),
            ensure_ascii=False,
        )
        return f"{text}\n".encode("utf-8", "replace")
