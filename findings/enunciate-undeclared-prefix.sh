#!/usr/bin/env bash
# Enunciate 2.18.1: the WADL that it writes says element="ns0:plant", and declares no prefix ns0 anywhere, so that the name
# cannot be resolved. ns0.xsd, which it includes, declares the prefix for itself. Needs a JDK 17 and Maven.
#
# Output seen:
#   element="ns0:plant"
#   declarations of ns0 in the WADL: 0, in the schema: 1
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src/main/java/garden"
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>seen</groupId><artifactId>seen</artifactId><version>1</version>
  <properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target></properties>
  <dependencies>
    <dependency><groupId>jakarta.ws.rs</groupId><artifactId>jakarta.ws.rs-api</artifactId><version>3.1.0</version></dependency>
    <dependency><groupId>jakarta.xml.bind</groupId><artifactId>jakarta.xml.bind-api</artifactId><version>4.0.2</version></dependency>
  </dependencies>
</project>
POM
cat >"$folder/src/main/java/garden/package-info.java" <<'JAVA'
@jakarta.xml.bind.annotation.XmlSchema(namespace = "urn:garden")
package garden;
JAVA
cat >"$folder/src/main/java/garden/Plant.java" <<'JAVA'
package garden;

@jakarta.xml.bind.annotation.XmlRootElement
public class Plant {
}
JAVA
cat >"$folder/src/main/java/garden/Plants.java" <<'JAVA'
package garden;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

@Path("plants")
public class Plants {
    @GET
    @Produces("application/xml")
    public Plant show() {
        return new Plant();
    }
}
JAVA
goal=com.webcohesion.enunciate:enunciate-maven-plugin:2.18.1:docs
mvn -B -q -f "$folder/pom.xml" compile "$goal" -Denunciate.docsDir="$folder/docs" >"$folder/log" || { cat "$folder/log"; exit 1; }
wadl=$(find "$folder" -name application.wadl | head -n 1)
schema=$(dirname "$wadl")/ns0.xsd
{
  grep -o 'element="[^"]*"' "$wadl"
  echo "declarations of ns0 in the WADL: $(grep -c 'xmlns:ns0=' "$wadl" || true), in the schema: $(grep -c 'xmlns:ns0=' "$schema" || true)"
} | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
element="ns0:plant"
declarations of ns0 in the WADL: 0, in the schema: 1
SEEN
