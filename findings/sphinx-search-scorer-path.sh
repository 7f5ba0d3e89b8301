#!/usr/bin/env bash
# Sphinx 9.0.4: html_search_scorer is documented as relative to the configuration directory, but is opened relative to the
# current directory, so that a build started elsewhere ends with an error.  An absolute path works.
#
# Output seen:
#   from the configuration directory: found
#   from its parent: FileNotFoundError: [Errno 2] No such file or directory: 'scorer.js'
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sphinx==9.0.4"
mkdir "$folder/docs"
echo 'html_search_scorer = "scorer.js"' >"$folder/docs/conf.py"
printf 'Title\n=====\n' >"$folder/docs/index.rst"
echo 'var Scorer = {own: true};' >"$folder/docs/scorer.js"
build() { "$folder/venv/bin/python" -m sphinx -q -T -b html "$1" "$2" 2>&1 || true; }
{
  cd "$folder/docs"
  build . "$folder/inside"
  grep -q 'own: true' "$folder/inside/_static/language_data.js" && echo "from the configuration directory: found"
  cd "$folder"
  echo "from its parent: $(build docs "$folder/outside" | grep -o 'FileNotFoundError.*' | head -n 1)"
} | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
from the configuration directory: found
from its parent: FileNotFoundError: [Errno 2] No such file or directory: 'scorer.js'
SEEN
