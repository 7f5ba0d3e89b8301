package garden;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/** The beds, each with what grows in it. */
@Path("/beds/")
@Produces(MediaType.APPLICATION_JSON)
public class Beds {
    @GET
    public List<Bed> list() {
        return new ArrayList<>();
    }

    /** Waits until something has grown. */
    @GET
    @Path("growth")
    public void growth(@Suspended AsyncResponse answer, @QueryParam("timeout") Integer timeout) {
        answer.resume("");
    }

    @PATCH
    @Path("{bed}")
    @Consumes("application/merge-patch+json")
    public RaisedBed change(@PathParam("bed") String bed, RaisedBed change) {
        return change;
    }

    /** What grows in the bed: a locator, whose class is known beforehand. */
    @Path("{bed}/plants")
    public InBed plants(@PathParam("bed") String bed) {
        return new InBed();
    }

    /** A locator, whose class is not known. */
    @Path("{bed}/visitors")
    public Object visitors(@PathParam("bed") String bed) {
        return new InBed();
    }
}
