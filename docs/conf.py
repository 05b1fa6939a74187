"""How the pages are built as a site; `make docs` builds it into site/."""

from pathlib import Path

import phasetrace
from pygments.lexers.special import TextLexer

project = "phasetrace"
copyright = "the phasetrace developers"
version = release = phasetrace.__version__

# Pages lie where a repository browser shows them, so that links are the same there and on the site.
root_doc = "README"
include_patterns = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "examples/README.md",
    "docs/*.*",
]
exclude_patterns = [
    *(".*", "**/.*", "site", "results", "logs", "scripts", "tests", "workflow", "envs", "profiles"),
    *("slurm", "build", "dist", "docs/figures"),
]
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3
myst_enable_extensions = ["html_image"]
html_theme = "furo"
html_title = "phasetrace"
html_show_copyright = False
html_copy_source = False

napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
autodoc_typehints = "none"
autodoc_member_order = "bysource"
add_module_names = False


def navigation(app, docname, source):
    """Let the README, which has no need of it elsewhere, begin the site's navigation."""
    if docname == root_doc:
        source[0] += (Path(__file__).parent / "navigation.txt").read_text(encoding="utf-8")


def setup(app):
    """Is called by Sphinx."""
    app.connect("source-read", navigation)
    app.add_lexer("csv", TextLexer)
