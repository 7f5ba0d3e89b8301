#!/usr/bin/env bash
# docutils 0.22.4: messages about a file that "include" reads with :start-line: count the lines from that line, not from the first
# of the file, so they name a wrong line.
#
# Output seen:
#   whole: part.rst:3: (ERROR/3) Unknown interpreted text role "none".
#   with :start-line: 2: part.rst:1: (ERROR/3) Unknown interpreted text role "none".
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "docutils==0.22.4"
cd "$folder"
printf 'One.\n\nThree: :none:`x`\n' >part.rst
printf '.. include:: part.rst\n' >whole.rst
printf '.. include:: part.rst\n   :start-line: 2\n' >clipped.rst
read_page() { venv/bin/python -m docutils "$1" 2>&1 >/dev/null | grep -o 'part.rst:.*'; }
{
  echo "whole: $(read_page whole.rst)"
  echo "with :start-line: 2: $(read_page clipped.rst)"
} | tee seen.txt
diff - seen.txt <<'SEEN'
whole: part.rst:3: (ERROR/3) Unknown interpreted text role "none".
with :start-line: 2: part.rst:1: (ERROR/3) Unknown interpreted text role "none".
SEEN
