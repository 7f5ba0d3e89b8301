package garden;

import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.media.multipart.MultiPartFeature;
import org.glassfish.jersey.server.ResourceConfig;

/** Serves the garden on a port of 127.0.0.1 until standard input ends: {@code Main PORT [documented]}. */
public class Main {
    public static void main(String[] arguments) throws Exception {
        ResourceConfig config = new ResourceConfig(Plants.class, Seeds.class, Beds.class, Gifts.class, MultiPartFeature.class);
        if (arguments.length > 1) {
            config.property("jersey.config.server.wadl.generatorConfig", Documented.class.getName());
        }
        URI base = URI.create("http://127.0.0.1:" + arguments[0] + "/garden/");
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(base, config);
        System.out.println("ready");
        while (System.in.read() != -1) {
        }
        server.shutdownNow();
    }
}
