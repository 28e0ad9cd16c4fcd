"""The documentation as a site: `make docs`. Chinese handbook for users, English pages for developers."""

project = "考评 kaoping"
author = "The kaoping authors"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
master_doc = "index"
language = "zh_CN"
html_theme = "furo"
html_title = "考评手册"
html_theme_options = {"footer_icons": []}
html_show_sphinx = False
html_copy_source = False
templates_path: list[str] = []
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# files that the repository's own readers open by their path stand outside the site
suppress_warnings = ["myst.xref_missing"]
