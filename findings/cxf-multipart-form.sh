#!/usr/bin/env bash
# Apache CXF 4.2.3 with cxf-rt-rs-service-description 4.2.0: where a method consumes multipart/form-data and none of its
# @Multipart parameters is of a simple type, the WADL says application/x-www-form-urlencoded. One parameter of type String
# among them, and it says multipart/form-data, and names that part alone. In the same WADL, parameters from cookies and those
# of a @BeanParam are left out, while those from headers are there. Needs a JDK 17 and Maven.
#
# Output seen, sorted (an attachment alone; an attachment and a note; a GET with a header, a cookie and a @BeanParam):
#   <representation mediaType="multipart/form-data">
#   <representation mediaType="application/x-www-form-urlencoded"/>
#   <param name="note" style="query" type="xs:string"/>
#   <param name="Accept-Language" style="header" type="xs:string"/>
#
# Exits with 1 where this is no longer so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
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
cat >"$folder/Seen.java" <<'JAVA'
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.ServerSocket;
import java.net.URI;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.ext.multipart.Attachment;
import org.apache.cxf.jaxrs.ext.multipart.Multipart;

public class Seen {
    public static class Paging {
        @QueryParam("start")
        public int start;
    }

    @Path("gifts")
    public static class Gifts {
        @POST
        @Consumes("multipart/form-data")
        public void give(@Multipart("picture") Attachment picture) {
        }

        @POST
        @Path("noted")
        @Consumes("multipart/form-data")
        public void giveWithNote(@Multipart("picture") Attachment picture, @Multipart("note") String note) {
        }

        @GET
        public void list(@BeanParam Paging paging, @CookieParam("user") String user, @HeaderParam("Accept-Language") String language) {
        }
    }

    public static void main(String[] arguments) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        JAXRSServerFactoryBean factory = new JAXRSServerFactoryBean();
        factory.setAddress("http://127.0.0.1:" + port + "/");
        factory.setResourceClasses(Gifts.class);
        Server server = factory.create();
        System.out.write(URI.create("http://127.0.0.1:" + port + "/?_wadl").toURL().openStream().readAllBytes());
        System.out.flush();
        server.destroy();
        System.exit(0);
    }
}
JAVA
mvn -B -q -f "$folder/pom.xml" dependency:build-classpath -Dmdep.outputFile="$folder/classpath" >"$folder/log" || { cat "$folder/log"; exit 1; }
java -cp "$(cat "$folder/classpath")" "$folder/Seen.java" 2>"$folder/log" >"$folder/wadl" || { cat "$folder/log"; exit 1; }
# The order in which CXF lists methods is not what this is about.
sed 's/></>\n</g' "$folder/wadl" | grep -E '^<(param|representation) ' | LC_ALL=C sort -r >"$folder/sorted"
cat "$folder/sorted"
diff - "$folder/sorted" <<'SEEN'
<representation mediaType="multipart/form-data">
<representation mediaType="application/x-www-form-urlencoded"/>
<param name="note" style="query" type="xs:string"/>
<param name="Accept-Language" style="header" type="xs:string"/>
SEEN
