#!/usr/bin/env bash
# sphinx-multiversion 0.2.4, the newest release (2020), does not start with Sphinx 9: it passes the overrides to Config.read() by position,
# and Sphinx 9 takes them by name only. The fork sphinx-multiversion-contrib 0.3.2 does the same. Both work with Sphinx 8.2.
#
# Output seen:
#   TypeError: Config.read() takes 2 positional arguments but 3 were given
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sphinx==9.0.4" "sphinx-multiversion==0.2.4"
cd "$folder"
mkdir docs
echo 'extensions = ["sphinx_multiversion"]' >docs/conf.py
printf 'Top\n===\n' >docs/index.rst
git init -q -b main
git add docs
git -c user.name=a -c user.email=a@example.org commit -q -m first
(PATH="$folder/venv/bin:$PATH" sphinx-multiversion docs out 2>&1 || true) | tail -n 1 | tee seen.txt
diff - seen.txt <<'SEEN'
TypeError: Config.read() takes 2 positional arguments but 3 were given
SEEN
