package garden;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.jboss.resteasy.annotations.jaxrs.QueryParam;
import org.jboss.resteasy.plugins.providers.multipart.MultipartFormDataInput;

/** Seeds that are given: several parts, in the ways of RESTEasy. */
@Path("gifts")
public class Gifts {
    /** Gives seeds, with a picture of what they become. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response give(MultipartFormDataInput parts) {
        return Response.noContent().build();
    }

    @POST
    @Path("parts")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public void parts(@FormParam("picture") EntityPart picture, @FormParam("note") String note) {
    }

    /** The name of the parameter is that of Java. */
    @POST
    @Path("picture")
    @Consumes({"image/png", "application/octet-stream"})
    public void picture(@QueryParam int width, InputStream picture) {
    }
}
