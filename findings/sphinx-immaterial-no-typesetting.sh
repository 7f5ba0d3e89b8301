#!/usr/bin/env bash
# sphinx-immaterial 0.13.11 expects that the directive of an object returns the object itself last, and stops where it does not: with
# :no-typesetting:, Sphinx (since 7.2) returns its targets alone. Without the options include_fields_in_toc and include_rubrics_in_toc, it
# does not look.
#
# Output seen:
#   AssertionError
#   built
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sphinx==9.0.4" "sphinx-immaterial==0.13.11"
mkdir "$folder/docs"
cd "$folder/docs"
printf 'extensions = ["sphinx_immaterial"]\nhtml_theme = "sphinx_immaterial"\nhtml_theme_options = {"font": False}\n' >conf.py
printf 'Top\n===\n\n.. py:function:: f()\n   :no-typesetting:\n' >index.rst
{ "$folder/venv/bin/sphinx-build" -q --no-color . out 2>&1 || true; } | grep -o -m 1 "AssertionError" | tee ../seen.txt
echo 'object_description_options = [("py:.*", {"include_fields_in_toc": False, "include_rubrics_in_toc": False})]' >>conf.py
"$folder/venv/bin/sphinx-build" -q --no-color . out && echo built | tee -a ../seen.txt
diff - ../seen.txt <<'SEEN'
AssertionError
built
SEEN
