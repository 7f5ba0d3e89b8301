#!/usr/bin/env bash
# sphinx-design 0.8.0: its tabs are not well-formed in an EPUB. The builder epub has the format html, so the elements of HTML
# are made for it as well, and an input element, which HTML does not close, must be closed in XHTML. Readers show an error in
# place of the page. Its transform for HTML is skipped for all builders of another format, but not for those that embed HTML.
#
# Output seen:
#   index.xhtml: mismatched tag
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sphinx==9.0.4" "sphinx-design==0.8.0"
mkdir "$folder/source"
cat >"$folder/source/conf.py" <<'PYTHON'
project = "tabs"
version = "1"
project_copyright = "2026"
extensions = ["sphinx_design"]
PYTHON
cat >"$folder/source/index.rst" <<'RST'
Tabs
====

.. tab-set::

   .. tab-item:: One

      The first.

   .. tab-item:: Two

      The second.
RST
"$folder/venv/bin/sphinx-build" -q -b epub -d "$folder/doctrees" "$folder/source" "$folder/epub"
"$folder/venv/bin/python" - "$folder/epub/index.xhtml" <<'PYTHON'
import sys
from xml.etree import ElementTree

try:
    ElementTree.parse(sys.argv[1])
except ElementTree.ParseError as error:
    print("index.xhtml:", str(error).partition(":")[0])
else:
    print("index.xhtml: well-formed")
    sys.exit(1)
PYTHON
