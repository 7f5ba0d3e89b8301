#!/usr/bin/env bash
# xsdata 26.10: vc:minVersion and vc:maxVersion (conditional inclusion, XML Schema 1.1 part 1, section 4.2.2) are not looked at. A
# schema that declares an element twice, for processors of version 1.1 and for others, counts both: the class for order has a
# list of exactly two numbers, of which a valid document has one. xmlschema 4.3.2, read the same schema, has one as version 1.0
# and as 1.1, and takes the document.
#
# Output seen:
#   XMLSchema10: 1 number, valid: True
#   XMLSchema11: 1 number, valid: True
#   xsdata: list[int] min_occurs 2 max_occurs 2
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "xsdata[cli]==26.10" "xmlschema==4.3.2"
cat >"$folder/order.xsd" <<'XSD'
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning">
  <xs:element name="order">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="number" type="xs:int" vc:minVersion="1.1"/>
        <xs:element name="number" type="xs:int" vc:maxVersion="1.1"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
XSD
cat >"$folder/seen.py" <<'PYTHON'
from dataclasses import fields

import xmlschema
from generated import Order

for version in (xmlschema.XMLSchema10, xmlschema.XMLSchema11):
    schema = version("order.xsd")
    numbers = [one for one in schema.elements["order"].type.content.iter_elements() if one.local_name == "number"]
    valid = schema.is_valid("<order><number>1</number></order>")
    print(f"{version.__name__}: {len(numbers)} number, valid: {valid}")
(number,) = fields(Order)
print("xsdata:", number.type, *(f"{key} {number.metadata[key]}" for key in ("min_occurs", "max_occurs")))
PYTHON
cd "$folder"
PATH="$folder/venv/bin:$PATH" xsdata generate order.xsd --package generated >log 2>&1 || { cat log; exit 1; }
venv/bin/python seen.py | tee seen.txt
diff - seen.txt <<'SEEN'
XMLSchema10: 1 number, valid: True
XMLSchema11: 1 number, valid: True
xsdata: list[int] min_occurs 2 max_occurs 2
SEEN
