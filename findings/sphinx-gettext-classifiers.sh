#!/usr/bin/env bash
# Sphinx 9.0.4 with docutils 0.22.4: where a term of a definition list has two classifiers and one holds markup, the message of the term for
# translators leaves out the first classifier and contains the second. A translation of that puts the second into the term, and both
# classifiers follow once more. Without markup in the classifiers, the message is the term alone, as it should be.
#
# Output seen: the messages of two terms, then both terms as a translation shows them that writes each word twice.
#   msgid "depth : *required*"
#   msgid "width"
#   depthdepth : *requiredrequired* : numbernumber : requiredrequired
#   widthwidth : numbernumber : requiredrequired
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sphinx==9.0.4" "docutils==0.22.4"
mkdir -p "$folder/docs/locale/de/LC_MESSAGES"
echo 'locale_dirs = ["locale"]' >"$folder/docs/conf.py"
cat >"$folder/docs/index.rst" <<'RST'
Title
=====

depth : number : *required*
   How deep.

width : number : required
   How wide.
RST
build() { "$folder/venv/bin/python" -m sphinx -q -b "$1" "${@:3}" "$folder/docs" "$folder/$2"; }
{
  build gettext messages
  grep -E '^msgid "(depth|width)' "$folder/messages/index.pot"
  python3 - "$folder/messages/index.pot" "$folder/docs/locale/de/LC_MESSAGES/index.po" <<'PYTHON'
import re
import sys


def twice(found):
    return f'msgid "{found[1]}"\nmsgstr "{re.sub("[A-Za-z]+", lambda word: word[0] * 2, found[1])}"'


with open(sys.argv[1]) as messages, open(sys.argv[2], "w") as translated:
    translated.write(re.sub('msgid "(.+)"\nmsgstr ""', twice, messages.read()))
PYTHON
  build text translated -D language=de
  grep -E '^(depth|width)' "$folder/translated/index.txt"
} | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
msgid "depth : *required*"
msgid "width"
depthdepth : *requiredrequired* : numbernumber : requiredrequired
widthwidth : numbernumber : requiredrequired
SEEN
