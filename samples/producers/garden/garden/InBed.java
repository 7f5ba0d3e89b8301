package garden;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.List;

/** The plants of one bed. */
@Produces("application/xml")
public class InBed {
    /** Lists the plants of the bed. */
    @GET
    public List<Plant> list() {
        return new ArrayList<>();
    }

    /**
     * Puts a plant into the bed.
     *
     * @param row the row, counted from the path
     */
    @PUT
    @Path("{row}")
    public void put(@PathParam("row") int row, Tree tree) {
    }
}
