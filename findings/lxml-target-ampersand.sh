#!/usr/bin/env bash
# lxml 6.1.3 with libxml2 2.14.6: a parser with a target, told resolve_entities=False, hands a target "&#38;" where an
# attribute has "&amp;" (and where it has "&#38;"). "&lt;" in the same attribute arrives as "<", and "&amp;" in text as "&".
# With resolve_entities="internal", the default, the attribute arrives as "&".
#
# Output seen:
#   False {'title': 'A &#38; B <'} text: A & B
#   internal {'title': 'A & B <'} text: A & B
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "lxml==6.1.3"
cat >"$folder/seen.py" <<'PYTHON'
from lxml import etree


class Target:
    def __init__(self):
        self.attributes, self.text = {}, ""

    def start(self, tag, attributes):
        self.attributes = dict(attributes)

    def data(self, text):
        self.text += text

    def close(self):
        return self


for resolve in (False, "internal"):
    parser = etree.XMLParser(target=Target(), resolve_entities=resolve)
    parser.feed(b'<doc title="A &amp; B &lt;">A &amp; B</doc>')
    seen = parser.close()
    print(resolve, seen.attributes, "text:", seen.text)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py" | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
False {'title': 'A &#38; B <'} text: A & B
internal {'title': 'A & B <'} text: A & B
SEEN
