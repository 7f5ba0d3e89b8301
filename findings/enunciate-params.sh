#!/usr/bin/env bash
# Enunciate 2.18.1: the WADL that it writes leaves out the types and default values of all parameters, that one repeats, the pattern of a
# template parameter, and matrix and cookie parameters altogether, while the HTML that it writes beside has the default value. A resource's
# parameters follow its methods, where the schema of WADL has them before. It gives its own version as 2.0. Needs a JDK 17 and Maven.
#
# Output seen: attributes of all parameters, then the elements of the resource that has a parameter, then the mark of the generator, then the HTML.
#   name="id" style="query"
#   name="id" style="template"
#   name="season" style="query"
#   resource method param
#   generatedBy="Enunciate-2.0"
#   SPRING in the WADL: 0, in its HTML: 1
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
  </dependencies>
</project>
POM
cat >"$folder/src/main/java/garden/Plants.java" <<'JAVA'
package garden;

import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;

@Path("plants")
public class Plants {
    public enum Season { SPRING, AUTUMN }

    @GET
    public String list(
            @QueryParam("season") @DefaultValue("SPRING") Season season,
            @QueryParam("id") List<Integer> ids,
            @MatrixParam("bed") String bed,
            @CookieParam("user") String user) {
        return "";
    }

    @GET
    @Path("{id: [0-9]+}")
    public String show(@PathParam("id") int id) {
        return "";
    }
}
JAVA
goal=com.webcohesion.enunciate:enunciate-maven-plugin:2.18.1:docs
mvn -B -q -f "$folder/pom.xml" compile "$goal" -Denunciate.docsDir="$folder/docs" >"$folder/log" || { cat "$folder/log"; exit 1; }
wadl=$(find "$folder" -name application.wadl | head -n 1)
{
  sed -n 's/.*<wadl:param \(.*[^/]\)\/\{0,1\}>$/\1/p' "$wadl" | LC_ALL=C sort
  grep -oE '^    <wadl:resource|^      <wadl:(param|method)' "$wadl" | sed 's/.*://' | tail -n 3 | paste -sd' '
  grep -o 'generatedBy="[^"]*"' "$wadl"
  html=$(grep -rlE 'SPRING' --include='*.html' "$(dirname "$wadl")" | head -n 1)
  echo "SPRING in the WADL: $(grep -c SPRING "$wadl" || true), in its HTML: $([ -n "$html" ] && echo 1 || echo 0)"
} | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
name="id" style="query"
name="id" style="template"
name="season" style="query"
resource method param
generatedBy="Enunciate-2.0"
SPRING in the WADL: 0, in its HTML: 1
SEEN
