package garden;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.glassfish.jersey.media.multipart.FormDataContentDisposition;
import org.glassfish.jersey.media.multipart.FormDataParam;

/** Seeds that are given: several parts, in the way of Jersey. */
@Path("gifts")
public class Gifts {
    /** Gives seeds, with a picture of what they become. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response give(
            @FormDataParam("picture") InputStream picture,
            @FormDataParam("picture") FormDataContentDisposition about,
            @FormDataParam("plant") Plant plant,
            @FormDataParam("tag") List<String> tags) {
        return Response.noContent().build();
    }
}
