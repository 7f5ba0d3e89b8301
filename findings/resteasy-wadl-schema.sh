#!/usr/bin/env bash
# RESTEasy 6.2.16.Final with resteasy-wadl: told to write schemas (enableSchemaGeneration), it includes xsd0.xsd, and serves
# it as wadl-extended/xsd0.xsd, so that what the WADL says leads to a 404. The type of a list is xs:complex, which XML Schema
# does not have; defaults of parameters and bodies of requests are left out. Needs a JDK 17 and Maven.
#
# Output seen:
#   <include href="xsd0.xsd">
#   <param name="month" style="query" type="xs:complex"/>
#   <param name="size" style="query" type="xs:int"/>
#   /xsd0.xsd: 404
#   /wadl-extended/xsd0.xsd: 200
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>seen</groupId><artifactId>seen</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.jboss.resteasy</groupId><artifactId>resteasy-wadl</artifactId><version>6.2.16.Final</version>
      <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>
    <dependency><groupId>org.jboss.resteasy</groupId><artifactId>resteasy-undertow</artifactId><version>6.2.16.Final</version></dependency>
    <dependency><groupId>org.jboss.resteasy</groupId><artifactId>resteasy-jaxb-provider</artifactId><version>6.2.16.Final</version></dependency>
  </dependencies>
</project>
POM
cat >"$folder/Seen.java" <<'JAVA'
import io.undertow.Undertow;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Application;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;
import org.jboss.resteasy.wadl.ResteasyWadlDefaultResource;
import org.jboss.resteasy.wadl.ResteasyWadlWriter.ResteasyWadlGrammar;

public class Seen {
    @XmlRootElement
    public static class Plant {
    }

    @Path("plants")
    public static class Plants {
        @PUT
        @Consumes("text/xml")
        public void put(@QueryParam("month") List<Integer> months, @QueryParam("size") @DefaultValue("20") int size, Plant plant) {
        }
    }

    @Path("/")
    public static class Wadl extends ResteasyWadlDefaultResource {
    }

    public static class Garden extends Application {
        private final Wadl wadl = new Wadl();

        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Plants.class);
        }

        @Override
        public Set<Object> getSingletons() {
            ResteasyWadlGrammar grammar = new ResteasyWadlGrammar();
            grammar.enableSchemaGeneration();
            wadl.getWadlWriter().setWadlGrammar(grammar);
            return Set.of(wadl);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        UndertowJaxrsServer server = new UndertowJaxrsServer();
        server.start(Undertow.builder().addHttpListener(port, "127.0.0.1"));
        server.deploy(new Garden(), "/");
        String base = "http://127.0.0.1:" + port;
        System.out.write(URI.create(base + "/application.xml").toURL().openStream().readAllBytes());
        for (String path : List.of("/xsd0.xsd", "/wadl-extended/xsd0.xsd")) {
            System.out.println(path + ": " + ((HttpURLConnection) URI.create(base + path).toURL().openConnection()).getResponseCode());
        }
        System.out.flush();
        server.stop();
        System.exit(0);
    }
}
JAVA
mvn -B -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/classpath" >"$folder/log" || { cat "$folder/log"; exit 1; }
java -cp "$(cat "$folder/classpath")" "$folder/Seen.java" 2>"$folder/log" >"$folder/served" || { cat "$folder/log"; exit 1; }
# What the WADL says of its own resources (path, application/xml) has nothing to do with it; a body would be text/xml.
sed -nE '/<include |<param |^\/|<representation|<request/{s/ xmlns:xs="[^"]*"//;s/^ *//;/name="path"|mediaType="application.xml"|<request/d;p}' "$folder/served" | tee "$folder/seen.txt"
diff - "$folder/seen.txt" <<'SEEN'
<include href="xsd0.xsd">
<param name="month" style="query" type="xs:complex"/>
<param name="size" style="query" type="xs:int"/>
/xsd0.xsd: 404
/wadl-extended/xsd0.xsd: 200
SEEN
