package garden;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.apache.cxf.jaxrs.ext.Nullable;
import org.apache.cxf.jaxrs.ext.xml.ElementClass;
import org.apache.cxf.jaxrs.ext.xml.XMLName;
import org.apache.cxf.jaxrs.model.wadl.Description;
import org.apache.cxf.jaxrs.model.wadl.Descriptions;
import org.apache.cxf.jaxrs.model.wadl.DocTarget;

/** Tools, described in the way of CXF. */
@Path("/tools")
@Description(lang = "en", title = "Tools", value = "What one borrows from the shed: <b>spades</b>, rakes & more.")
@Produces("application/xml")
public class Tools {
    @GET
    @Path("/{id}")
    @Descriptions({
        @Description(title = "Show a tool", value = "Shows a tool.\n\nThe shed is closed at night.", target = DocTarget.METHOD),
        @Description(value = "The tool, whoever has it.", target = DocTarget.RETURN),
        @Description(value = "What is asked for.", target = DocTarget.REQUEST),
        @Description(value = "What is answered.", target = DocTarget.RESPONSE),
        @Description(value = "One tool.", target = DocTarget.RESOURCE)
    })
    @XMLName("{urn:garden:tools}tool")
    public Response show(
            @Description("The number of the tool.") @PathParam("id") int id,
            @Description("Whether its history is wanted.") @QueryParam("history") @DefaultValue("no") String history,
            @Description("Who asks.") @CookieParam("user") String user,
            @Description("The language of the answer.") @HeaderParam("Accept-Language") String language) {
        return Response.noContent().build();
    }

    @PUT
    @Path("/{id}")
    @Consumes("application/xml")
    @Description("Changes a tool.")
    @ElementClass(response = Tree.class)
    public Response change(@PathParam("id") int id, @Description("The tool as it is to be.") @Nullable Plant tool) {
        return Response.noContent().build();
    }

    @POST
    @Description("Borrows tools.")
    @Consumes("application/x-www-form-urlencoded")
    public void borrow(
            @Description("The numbers of the tools.") @FormParam("id") List<Integer> ids,
            @Description("How much light there will be.") @FormParam("light") Light light,
            @FormParam("days") @DefaultValue("1") int days) {
    }

    @DELETE
    @Path("/{id}")
    public void remove(@PathParam("id") int id) {
    }
}
