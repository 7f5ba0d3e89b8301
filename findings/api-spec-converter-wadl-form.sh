#!/usr/bin/env bash
# api-spec-converter 2.12.0, WADL to Swagger 2: the parameters of a form, which stand in the representation of a request, are left out, so
# that the POST below takes nothing. Each operation answers 200, whatever statuses the WADL has, and media types are gone. Options and
# defaults of query parameters are kept; that a parameter repeats, or has a fixed value, is not. There is no message. Needs Node and npm.
#
# Output seen:
#   post: parameters 0, responses 200
#   get: parameters 3 (enum, -, -), responses 200
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --prefix "$folder" api-spec-converter@2.12.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
cat >"$folder/garden.wadl" <<'WADL'
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <resources base="https://garden.example.org/">
    <resource path="notes">
      <method name="POST" id="addNote">
        <request>
          <representation mediaType="application/x-www-form-urlencoded">
            <param name="text" style="query" type="xs:string" required="true"/>
          </representation>
        </request>
        <response status="201"/>
        <response status="409"><representation mediaType="text/plain"/></response>
      </method>
      <method name="GET" id="listNotes">
        <request>
          <param name="season" style="query" type="xs:string"><option value="spring"/><option value="autumn"/></param>
          <param name="unit" style="query" type="xs:string" fixed="metric"/>
          <param name="with" style="query" type="xs:string" repeating="true"/>
        </request>
        <response status="200 203"><representation mediaType="application/json"/></response>
      </method>
    </resource>
  </resources>
</application>
WADL
"$folder/node_modules/.bin/api-spec-converter" --from=wadl --to=swagger_2 --syntax=json "$folder/garden.wadl" >"$folder/swagger.json"
python3 - "$folder/swagger.json" <<'PYTHON' | tee "$folder/seen.txt"
import json
import sys

methods = json.load(open(sys.argv[1]))["paths"]["/notes"]
for verb in ("post", "get"):
    params = methods[verb]["parameters"]
    kinds = [next((word for word in ("enum", "items", "collectionFormat") if word in param), "-") for param in params]
    print(f"{verb}: parameters {len(params)}{' (' + ', '.join(kinds) + ')' if kinds else ''}, responses {' '.join(methods[verb]['responses'])}")
PYTHON
diff - "$folder/seen.txt" <<'SEEN'
post: parameters 0, responses 200
get: parameters 3 (enum, -, -), responses 200
SEEN
