#!/usr/bin/env bash
# rstfmt 0.0.14 pads the cells of a grid table with a space on each side, but not the columns of those whose longest word is as wide as
# they are: the borders no longer meet, and docutils refuses the table ("Malformed table"). Cells that span columns or rows lose that, and
# move to other columns: below, "f" belongs to the second column. docstrfmt 2.2.1 does the first right, and refuses the second.
#
# Output seen:
#   +-------+---+
#   | Method | b |
#   +=======+===+
#   | c     |
#   +-------+---+
#   | d     | e |
#   +-------+---+
#   | f     |
#   +-------+---+
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "rstfmt==0.0.14"
cat >"$folder/table.rst" <<'RST'
+-------+---+
|Method |b  |
+=======+===+
|c          |
+-------+---+
|d      |e  |
|       +---+
|       |f  |
+-------+---+
RST
"$folder/venv/bin/rstfmt" "$folder/table.rst"
diff - "$folder/table.rst" <<'SEEN' && cat "$folder/table.rst"
+-------+---+
| Method | b |
+=======+===+
| c     |
+-------+---+
| d     | e |
+-------+---+
| f     |
+-------+---+
SEEN
