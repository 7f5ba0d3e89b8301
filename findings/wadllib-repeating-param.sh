#!/usr/bin/env bash
# wadllib 2.1.0 does not know that a parameter may repeat (repeating="true"; WADL, section 2.12): a list becomes one value, as Python prints
# it. A value that is not among the options, or not the fixed one, is refused, so values are looked at. A WADL of 2009, which the standard
# is, has no resources for it, because it knows the namespace of 2006 alone.
#
# Output seen:
#   https://garden.example.org/plants?unit=metric&with=%5B%27roots%27%2C+%27seeds%27%5D
#   the same WADL in the namespace of 2009: AttributeError
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "wadllib==2.1.0"
cat >"$folder/seen.py" <<'PYTHON'
from wadllib.application import Application

WADL = """<application xmlns="{namespace}" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <resources base="https://garden.example.org/">
    <resource path="plants">
      <method name="GET" id="listPlants">
        <request>
          <param name="unit" style="query" type="xs:string" fixed="metric"/>
          <param name="with" style="query" type="xs:string" repeating="true"/>
        </request>
      </method>
    </resource>
  </resources>
</application>"""


def read(namespace):
    return Application("https://garden.example.org/", WADL.format(namespace=namespace).encode())


plants = read("http://research.sun.com/wadl/2006/10").get_resource_by_path("plants")
print(plants.get_method("GET").build_request_url(**{"with": ["roots", "seeds"]}))
try:
    read("http://wadl.dev.java.net/2009/02")
except AttributeError as error:
    print("the same WADL in the namespace of 2009:", type(error).__name__)
PYTHON
"$folder/venv/bin/python" "$folder/seen.py" | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
https://garden.example.org/plants?unit=metric&with=%5B%27roots%27%2C+%27seeds%27%5D
the same WADL in the namespace of 2009: AttributeError
SEEN
