#!/usr/bin/env bash
# pandoc 3.9 keeps the line break within an RST role that is broken over two lines. In a cell of a table that it writes for GitHub, the row
# ends there, and the rest of the page is not the table any more. docutils joins the lines of a role, as of all text.
#
# Output seen:
#   | Operation | B   |
#   |-----------|-----|
#   | `a title
#    <label>`   | x   |
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "pypandoc_binary==1.17"
cat >"$folder/table.rst" <<'RST'
+--------------+--+
|Operation     |B |
+==============+==+
|:ref:`a title |x |
|<label>`      |  |
+--------------+--+
RST
"$folder/venv/bin/python" -c 'import sys, pypandoc; print(pypandoc.convert_file(sys.argv[1], "gfm"), end="")' "$folder/table.rst" |
  sed 's/ *$//' | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
| Operation | B   |
|-----------|-----|
| `a title
 <label>`   | x   |
SEEN
