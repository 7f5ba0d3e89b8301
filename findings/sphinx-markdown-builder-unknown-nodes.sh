#!/usr/bin/env bash
# sphinx-markdown-builder 0.6.11: where a visible toctree leads to a page with a hidden one in a section of it, the hidden toctree is left in
# the list, as a node that the builder does not know, and the pages below are not listed. With :includehidden:, they are; with a :maxdepth: of
# 2, the list ends above them. The classifiers of definition lists are left out in the same way.
#
# Output seen:
#   b.rst:7: WARNING: unknown node type: <toctree: >
#   b.rst:: WARNING: unknown node type: <classifier: <#text: 'String'>>
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sphinx==9.0.4" "sphinx-markdown-builder==0.6.11"
mkdir "$folder/docs"
cd "$folder/docs"
echo 'extensions = ["sphinx_markdown_builder"]' >conf.py
printf 'Top\n===\n\n.. toctree::\n\n   b\n' >index.rst
printf 'B\n=\n\nSub\n---\n\n.. toctree::\n   :hidden:\n\n   c\n\nterm : String\n   Text.\n' >b.rst
printf 'C\n=\n' >c.rst
"$folder/venv/bin/sphinx-build" -q --no-color -b markdown . out 2>&1 | sed "s#^.*/docs/##" | LC_ALL=C sort | tee ../seen.txt
diff - ../seen.txt <<'SEEN'
b.rst:7: WARNING: unknown node type: <toctree: >
b.rst:: WARNING: unknown node type: <classifier: <#text: 'String'>>
SEEN
