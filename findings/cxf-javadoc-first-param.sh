#!/usr/bin/env bash
# Apache CXF 4.2.3 with cxf-rt-rs-service-description 4.2.0, told by javaDocPath where the pages of Javadoc lie: a parameter
# that is a field of the resource class, and the result of a method without @return, get what is said of the first parameter
# of the method. Of a comment of several paragraphs, the first is taken. Needs a JDK 17 and Maven.
#
# Output seen, in the order of the WADL:
#   method order: Orders seeds.
#   param X-Gardener: the plant whose seeds are wanted
#   param number: the plant whose seeds are wanted
#   param result: the plant whose seeds are wanted
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/src/seen"
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>seen</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.cxf</groupId><artifactId>cxf-rt-frontend-jaxrs</artifactId><version>4.2.3</version></dependency>
    <dependency><groupId>org.apache.cxf</groupId><artifactId>cxf-rt-transports-http-jetty</artifactId><version>4.2.3</version></dependency>
    <dependency><groupId>org.apache.cxf</groupId><artifactId>cxf-rt-rs-service-description</artifactId><version>4.2.0</version></dependency>
    <dependency><groupId>org.glassfish.jaxb</groupId><artifactId>jaxb-runtime</artifactId><version>4.0.5</version></dependency>
  </dependencies>
</project>
POM
cat >"$folder/src/seen/Seeds.java" <<'JAVA'
package seen;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;

/** Seeds. */
@Path("seeds")
public class Seeds {
    /** Who asks. */
    @HeaderParam("X-Gardener")
    private String gardener;

    /**
     * Orders seeds.
     *
     * <p>They come by post.</p>
     *
     * @param number the plant whose seeds are wanted
     */
    @GET
    @Produces("text/plain")
    public String order(@QueryParam("number") long number) {
        return "";
    }
}
JAVA
cat >"$folder/src/seen/Seen.java" <<'JAVA'
package seen;

import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.model.wadl.WadlGenerator;

public class Seen {
    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        WadlGenerator generator = new WadlGenerator();
        generator.setJavaDocPath(arguments[0]);
        generator.setAddResourceAndMethodIds(true);
        JAXRSServerFactoryBean factory = new JAXRSServerFactoryBean();
        factory.setAddress("http://127.0.0.1:" + port + "/");
        factory.setResourceClasses(Seeds.class);
        factory.setProviders(List.of(generator));
        Server server = factory.create();
        System.out.write(URI.create("http://127.0.0.1:" + port + "/?_wadl").toURL().openStream().readAllBytes());
        System.out.flush();
        server.destroy();
        System.exit(0);
    }
}
JAVA
mvn -B -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/classpath" >"$folder/log" || { cat "$folder/log"; exit 1; }
classpath=$(cat "$folder/classpath")
javac -cp "$classpath" -d "$folder/classes" "$folder"/src/seen/*.java
javadoc -quiet -Xdoclint:none -cp "$classpath" -sourcepath "$folder/src" -d "$folder/docs" seen >"$folder/log" 2>&1 || { cat "$folder/log"; exit 1; }
java -cp "$folder/classes:$classpath" seen.Seen "$folder/docs" 2>"$folder/log" >"$folder/wadl" || { cat "$folder/log"; exit 1; }
sed 's/></>\n</g' "$folder/wadl" | awk '
  match($0, /^<(method|param) /) { kind = $1; sub("<", "", kind); name = $0; sub(/.* (id|name)="/, "", name); sub(/".*/, "", name) }
  kind && /^<doc>/ { gsub(/<[^>]*>/, ""); print kind " " name ": " $0; kind = "" }
  /^<(representation|request|response|\/)/ { kind = "" }' | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
method order: Orders seeds.
param X-Gardener: the plant whose seeds are wanted
param number: the plant whose seeds are wanted
param result: the plant whose seeds are wanted
SEEN
