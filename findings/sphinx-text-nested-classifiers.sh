#!/usr/bin/env bash
# Sphinx 9.0.4, builder text: a definition list whose items have classifiers, with another such list in a definition, empties the
# page: the file has no byte, and there is neither a warning nor an exit status. The writer counts the classifiers of the inner list as
# those of the outer item, and never closes its term. Without the inner classifier the page is whole; HTML, LaTeX, man and Texinfo are.
#
# Output seen: the size in bytes of the page with the inner classifier, then without it.
#   0
#   78
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q sphinx==9.0.4 docutils==0.22.4
mkdir "$folder/docs"
touch "$folder/docs/conf.py"
for inner in ' : string' ''; do
  printf 'Boat\n====\n\nberth : object\n   Where it lies.\n\n   name%s\n      What it is called.\n' "$inner" >"$folder/docs/index.rst"
  "$folder/venv/bin/sphinx-build" -q -E -W -b text "$folder/docs" "$folder/out"
  wc -c <"$folder/out/index.txt"
done | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
0
78
SEEN
