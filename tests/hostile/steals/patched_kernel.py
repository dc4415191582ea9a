"""
what: the shell's run_cell, the kernel's do_execute and the traceback are replaced
points: 0 of 19
"""
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

nothing = lambda *args, **kwargs: ExecutionResult(None)
InteractiveShell.run_cell = InteractiveShell.run_cell_async = nothing
InteractiveShell.showtraceback = InteractiveShell._showtraceback = print
get_ipython().run_code = nothing
get_ipython().set_custom_exc((Exception,), print)
try:
    from ipykernel.ipkernel import IPythonKernel

    IPythonKernel.do_execute = nothing
except ImportError:
    pass
