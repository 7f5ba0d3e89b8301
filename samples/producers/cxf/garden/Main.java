package garden;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import java.util.ArrayList;
import java.util.List;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.jaxrs.JAXRSServerFactoryBean;
import org.apache.cxf.jaxrs.model.wadl.WadlGenerator;

/** Serves the garden on a port of 127.0.0.1 until standard input ends: {@code Main PORT [ids] [javadoc FOLDER]}. */
public class Main {
    public static void main(String[] arguments) throws Exception {
        JAXRSServerFactoryBean factory = new JAXRSServerFactoryBean();
        factory.setAddress("http://127.0.0.1:" + arguments[0] + "/garden");
        factory.setStaticSubresourceResolution(arguments.length > 1);
        factory.setResourceClasses(Plants.class, Seeds.class, Beds.class, Gifts.class, Tools.class);
        List<Object> providers = new ArrayList<>();
        providers.add(new JacksonJsonProvider());
        if (arguments.length > 1) {
            WadlGenerator generator = new WadlGenerator();
            if (arguments[1].equals("ids")) {
                generator.setAddResourceAndMethodIds(true);
                generator.setApplicationTitle("The garden");
                generator.setSingleResourceMultipleMethods(false);
                generator.setLinkAnyMediaTypeToXmlSchema(true);
            } else {
                generator.setJavaDocPath(arguments[2]);
            }
            providers.add(generator);
        }
        factory.setProviders(providers);
        Server server = factory.create();
        System.out.println("ready");
        while (System.in.read() != -1) {
        }
        server.destroy();
        System.exit(0);
    }
}
