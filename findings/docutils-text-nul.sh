#!/usr/bin/env bash
# docutils 0.22.4: the text node of an escaped character keeps NUL characters as long as it is used as the str that it is: str(),
# slices and "".join() have them, and only astext() is without.  A writer or transform that handles text nodes as text writes NUL.
#
# Output seen:
#   str: '\x00*plain\x00*'
#   joined: '\x00*plain\x00*'
#   astext: '*plain*'
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "docutils==0.22.4"
cat >"$folder/read.py" <<'PY'
from docutils import nodes
from docutils.core import publish_doctree

text = next(iter(publish_doctree(r"\*plain\*").findall(nodes.Text)))
print("str:", repr(str(text)))
print("joined:", repr("".join([text])))
print("astext:", repr(text.astext()))
PY
"$folder/venv/bin/python" "$folder/read.py" | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
str: '\x00*plain\x00*'
joined: '\x00*plain\x00*'
astext: '*plain*'
SEEN
