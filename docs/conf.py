"""How the site is built: `make docs`, without a network, with every warning an error."""

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "cmlib"
author = copyright = "the authors of cmlib"
version = release = version_of("cmlib")

extensions = ["myst_nb", "sphinx.ext.autodoc", "formula_reference", "mathml"]
exclude_patterns = ["_build"]

# A name in single backticks is a link where there is something to link to.
default_role = "py:obj"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_default_options = {"inherited-members": "object,tuple,ABC,Generic,Protocol"}
autodoc_typehints = "signature"
python_maximum_signature_line_length = 88
maximum_signature_line_length = 88

myst_enable_extensions = ["dollarmath", "amsmath", "deflist", "colon_fence"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

html_theme = "furo"
html_title = f"cmlib {release}"
html_show_copyright = html_show_sphinx = False
html_static_path = ["static"]
html_css_files = ["site.css"]
