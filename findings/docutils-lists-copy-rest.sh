#!/usr/bin/env bash
# docutils 0.22.4: after each directive, list or other item of a list, the parser copies all lines that follow on the page for a state
# machine of its own, even if it reads none of them.  A page of directives and paragraphs in turn is therefore read in quadratic time:
# twice as many have four times as many lines copied.
#
# Output seen (lines of the page, lines given to state machines for what follows directives):
#   100 directives: 500 lines, 25050 copied
#   200 directives: 1000 lines, 100100 copied
#   400 directives: 2000 lines, 400200 copied
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "docutils==0.22.4"
cat >"$folder/count.py" <<'PY'
from docutils.core import publish_doctree
from docutils.parsers.rst import states

copied = 0
read = states.RSTState.nested_list_parse


def counted(self, block, *arguments, **named):
    global copied
    copied += len(block)
    return read(self, block, *arguments, **named)


states.RSTState.nested_list_parse = counted
for number in (100, 200, 400):
    copied = 0
    page = ".. rubric:: A\n\nText.\n\n\n" * number
    publish_doctree(page)
    print(f"{number} directives: {page.count(chr(10))} lines, {copied} copied")
PY
"$folder/venv/bin/python" "$folder/count.py" | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
100 directives: 500 lines, 25050 copied
200 directives: 1000 lines, 100100 copied
400 directives: 2000 lines, 400200 copied
SEEN
