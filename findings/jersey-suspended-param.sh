#!/usr/bin/env bash
# Jersey 4.0.2: the WADL of a method that answers later lists what is injected, @Suspended AsyncResponse, as a parameter of
# the request: with the name of the annotation's class, type xs:string, and no style, though WADL requires one. What @Context
# injects is left out, as one would think. 3.1.12 and 2.48 do the same. Needs a JDK 17 and Maven.
#
# Output seen:
#   <param name="jakarta.ws.rs.container.Suspended" type="xs:string"/>
#   <param name="timeout" style="query" type="xs:int"/>
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>seen</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.glassfish.jersey.containers</groupId><artifactId>jersey-container-grizzly2-http</artifactId><version>4.0.2</version></dependency>
    <dependency><groupId>org.glassfish.jersey.inject</groupId><artifactId>jersey-hk2</artifactId><version>4.0.2</version></dependency>
    <dependency><groupId>org.glassfish.jaxb</groupId><artifactId>jaxb-runtime</artifactId><version>4.0.5</version></dependency>
  </dependencies>
</project>
POM
cat >"$folder/Seen.java" <<'JAVA'
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

public class Seen {
    @Path("growth")
    public static class Growth {
        @GET
        public void growth(@Suspended AsyncResponse answer, @QueryParam("timeout") int timeout, @Context UriInfo uri) {
            answer.resume("");
        }
    }

    public static void main(String[] arguments) throws Exception {
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), new ResourceConfig(Growth.class));
        try {
            int port = server.getListener("grizzly").getPort();
            System.out.write(URI.create("http://127.0.0.1:" + port + "/application.wadl").toURL().openStream().readAllBytes());
        } finally {
            server.shutdownNow();
        }
    }
}
JAVA
mvn -B -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/classpath" >"$folder/log" || { cat "$folder/log"; exit 1; }
java -cp "$(cat "$folder/classpath")" "$folder/Seen.java" 2>"$folder/log" >"$folder/wadl" || { cat "$folder/log"; exit 1; }
sed -n '/<param /{s/xmlns:xs="[^"]*" //;s/^ *//;p}' "$folder/wadl" | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
<param name="jakarta.ws.rs.container.Suspended" type="xs:string"/>
<param name="timeout" style="query" type="xs:int"/>
SEEN
