package garden;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Seeds, to be ordered and to be given. */
@Path("/seeds")
public class Seeds {
    /** Who asks: it belongs to every operation. */
    @HeaderParam("X-Gardener")
    @DefaultValue("guest")
    private String gardener;

    @QueryParam("dry-run")
    private boolean dryRun;

    /**
     * Orders seeds.
     *
     * @param number the plant whose seeds are wanted
     * @param grams how much
     * @param notes whatever the gardener should know
     * @param light where they will stand
     * @return the order, as text
     */
    @POST
    @Path("orders")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Produces(MediaType.TEXT_PLAIN)
    public String order(
            @FormParam("number") long number,
            @FormParam("grams") @DefaultValue("2.5") double grams,
            @FormParam("note") List<String> notes,
            @FormParam("light") Light light,
            @QueryParam("pay") @DefaultValue("later") String pay) {
        return "";
    }

    @GET
    @Path("{kind: tree|flower}/{year: \\d{4}}-{batch}")
    @Produces({"application/json;qs=1", "application/xml;qs=0.5", "text/csv;header=present"})
    public Plant batch(@PathParam("kind") String kind, @PathParam("year") int year, @PathParam("batch") String batch, @BeanParam Paging paging) {
        return new Plant();
    }
}
