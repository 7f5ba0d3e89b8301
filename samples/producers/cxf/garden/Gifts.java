package garden;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.apache.cxf.jaxrs.ext.multipart.Attachment;
import org.apache.cxf.jaxrs.ext.multipart.Multipart;
import org.apache.cxf.jaxrs.ext.multipart.MultipartBody;

/** Seeds that are given: several parts, in the way of CXF. */
@Path("gifts")
public class Gifts {
    /** Gives seeds, with a picture of what they become. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response give(
            @Multipart("picture") Attachment picture,
            @Multipart(value = "plant", type = "application/xml") Plant plant,
            @Multipart(value = "tag", required = false) List<String> tags) {
        return Response.noContent().build();
    }

    @POST
    @Path("mixed")
    @Consumes("multipart/mixed")
    public void mixed(MultipartBody body) {
    }

    @POST
    @Path("picture")
    @Consumes({"image/png", "application/octet-stream"})
    public void picture(InputStream picture) {
    }
}
