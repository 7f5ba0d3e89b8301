package garden;

import io.undertow.Undertow;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;
import org.jboss.resteasy.wadl.ResteasyWadlDefaultResource;
import org.jboss.resteasy.wadl.ResteasyWadlWriter.ResteasyWadlGrammar;

/** Serves the garden on a port of 127.0.0.1 until standard input ends: {@code Main PORT [schemas]}. */
public class Main {
    /** The WADL: RESTEasy serves none until it is given a resource for it. */
    @Path("/")
    public static class Wadl extends ResteasyWadlDefaultResource {
    }

    static class Garden extends Application {
        private final Set<Object> singletons;

        Garden(boolean schemas) {
            Wadl wadl = new Wadl();
            if (schemas) {
                ResteasyWadlGrammar grammar = new ResteasyWadlGrammar();
                grammar.enableSchemaGeneration();
                wadl.getWadlWriter().setWadlGrammar(grammar);
            }
            singletons = Set.of(wadl);
        }

        @Override
        public Set<Class<?>> getClasses() {
            return new LinkedHashSet<>(List.of(Plants.class, Seeds.class, Beds.class, Gifts.class));
        }

        @Override
        public Set<Object> getSingletons() {
            return singletons;
        }
    }

    public static void main(String[] arguments) throws Exception {
        UndertowJaxrsServer server = new UndertowJaxrsServer();
        server.start(Undertow.builder().addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1"));
        server.deploy(new Garden(arguments.length > 1), "/garden");
        System.out.println("ready");
        while (System.in.read() != -1) {
        }
        server.stop();
        System.exit(0);
    }
}
