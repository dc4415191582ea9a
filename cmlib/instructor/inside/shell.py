"""An IPython shell that runs cells as a notebook's kernel does, and records what they show."""

import importlib.util
import inspect
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from cmlib.instructor.inside.outputs import Recorder
from cmlib.instructor.inside.raised import text_of

#: Raises an error, and shows one, so that the first traceback of a student does not pay for the machinery.
_WARMING = ("def warm():\n    raise ValueError('warm')\nwarm()", "1 +", "[1.5, 'a']")
#: The first figure looks for fonts.
_FIGURE = "import matplotlib.pyplot\nmatplotlib.pyplot.subplots()[1].set_title('warm')\nmatplotlib.pyplot.show()"


class _Publisher(DisplayPublisher):
    """What ``display`` shows goes to the shell's recorder."""

    def publish(  # type: ignore[override]  # IPython's own subclasses leave out the deprecated ``source``, too
        self,
        data: Mapping[str, object],
        metadata: Mapping[str, object] | None = None,
        *,
        transient: Mapping[str, object] | None = None,
        update: bool = False,
        **_: object,
    ) -> None:
        name = (transient or {}).get("display_id")
        if update:
            self.shell.recorder.update(data, metadata or {}, name)
        else:
            self.shell.recorder.bundle("display_data", data, metadata or {}, name)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait=wait)


class _DisplayHook(DisplayHook):
    """What a cell's last expression gives goes to the shell's recorder."""

    def write_output_prompt(self) -> None:
        """The notebook writes it."""

    def write_format_data(self, format_dict: Mapping[str, object], md_dict: Mapping[str, object] | None = None) -> None:
        assert self.shell is not None
        self.shell.recorder.bundle("execute_result", format_dict, md_dict or {})

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Compiler(CachingCompiler):
    """Says where the code of a cell belongs. Otherwise every line of a traceback looks through all modules for it."""

    def cache(self, transformed_code: str, number: int = 0, raw_code: str | None = None) -> str:
        name = super().cache(transformed_code, number, raw_code)
        for file in (name, os.path.normcase(os.path.abspath(name))):
            vars(inspect)["modulesbyfile"][file] = "__main__"
        return name


class Shell(InteractiveShell):
    """A shell without terminal, history file, start-up files and colours."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_DisplayHook)
    compiler_class = Type(_Compiler)

    def __init__(self, **settings: object) -> None:
        self.recorder = Recorder()
        super().__init__(**settings)

    def system(self, cmd: str) -> None:
        """``!cmd``: the command writes where the process writes, and needs no terminal."""
        command = self.var_expand(cmd, depth=1)
        self.user_ns["_exit_code"] = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL).returncode

    system_piped = system_raw = system

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.recorder.error(etype.__name__, text_of(evalue), stb)

    def _format_exception_for_storage(
        self, exception: object, filename: object = None, running_compiled_code: object = False
    ) -> dict[str, object]:
        """Nobody asks this shell for its history; a traceback is not formatted a second time for it."""
        return {}

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        """Nothing: IPython would keep all that is printed for its history, however much it is."""
        yield

    def ask_exit(self) -> None:
        """``quit`` ends the cell's work, not the notebook."""

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window to serve."""


def make_shell() -> Shell:
    """Make the shell, once for a process, with figures shown as a notebook shows them, and warm what it will need."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.automagic = True
    settings.Completer.use_jedi = False
    shell = Shell.instance(config=settings)
    shell.recorder.begin(keep=False)
    warming: tuple[str, ...] = _WARMING
    if importlib.util.find_spec("matplotlib"):
        shell.run_line_magic("matplotlib", "inline")
        warming += (_FIGURE,)
    for source in warming:
        shell.run_cell(source, store_history=False)
    shell.recorder.end()
    shell.reset(new_session=True)
    return shell
