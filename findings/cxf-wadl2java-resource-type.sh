#!/usr/bin/env bash
# Apache CXF 4.2.0, wadl2java: of a resource that has a type (WADL, section 2.7: it inherits what the type describes), only what the type
# describes becomes Java. The methods that stand in the resource itself, and all resources below it, are left out, without a word, and the
# exit status is 0. The specification adds the methods of the type to those of the resource. Needs a JDK 17 and Maven.
#
# Output seen: the methods of a resource with a type, which has GET and DELETE and a resource below it; then of the same without the type.
#   typed: HEAD
#   untyped: DELETE GET GET
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>seen</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.cxf</groupId><artifactId>cxf-tools-wadlto-jaxrs</artifactId><version>4.2.0</version></dependency>
  </dependencies>
</project>
POM
cat >"$folder/typed.wadl" <<'WADL'
<application xmlns="http://wadl.dev.java.net/2009/02" xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <resources base="https://garden.example.org/">
    <resource path="plants" type="#counted">
      <method name="GET" id="listPlants"/>
      <method name="DELETE" id="clearPlants"/>
      <resource path="{plant}">
        <param name="plant" style="template" type="xs:int"/>
        <method name="GET" id="showPlant"/>
      </resource>
    </resource>
  </resources>
  <resource_type id="counted">
    <method name="HEAD" id="countPlants"/>
  </resource_type>
</application>
WADL
sed 's/ type="#counted"//' "$folder/typed.wadl" >"$folder/untyped.wadl"
mvn -B -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/classpath" >"$folder/log" || { cat "$folder/log"; exit 1; }
for name in typed untyped; do
  java -cp "$(cat "$folder/classpath")" org.apache.cxf.tools.wadlto.WADLToJava -d "$folder/$name" "$folder/$name.wadl" >"$folder/log" 2>&1 ||
    { cat "$folder/log"; exit 1; }
  echo "$name: $(find "$folder/$name" -name '*.java' -exec cat {} + | grep -oE '@(GET|HEAD|DELETE)\b' | tr -d @ | LC_ALL=C sort | paste -sd' ')"
done | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
typed: HEAD
untyped: DELETE GET GET
SEEN
