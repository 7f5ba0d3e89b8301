package garden;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * The plants of the garden.
 *
 * <p>Each has a number, which stands on its label.</p>
 */
@Path("plants")
@Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_XML})
@Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_XML})
public class Plants {
    /**
     * Lists plants, those with the lowest number first.
     *
     * <p>What is given more than once narrows the list more than once:</p>
     * <ul>
     * <li>{@code month}: in flower in <em>all</em> of these months;</li>
     * <li>{@code light}: wants <em>one</em> of these.</li>
     * </ul>
     *
     * @param text a part of a name, in Latin or not
     * @param months months in which it is in flower
     * @param light how much sun it wants
     * @param beds the beds that it stands in
     * @param numbers numbers of plants
     * @param tall whether only trees are wanted
     * @param since plants that came later
     * @param paging where the list starts, and how long it is
     * @return the plants, or an empty list
     */
    @GET
    public List<Plant> list(
            @QueryParam("text") String text,
            @QueryParam("month") List<Month> months,
            @QueryParam("light") @DefaultValue("FULL_SUN") Light light,
            @QueryParam("bed") Set<String> beds,
            @QueryParam("number") SortedSet<Integer> numbers,
            @QueryParam("tall") @DefaultValue("false") boolean tall,
            @QueryParam("since") Month since,
            @BeanParam Paging paging,
            @Context UriInfo uri) {
        return new ArrayList<>();
    }

    /**
     * Adds a plant.
     *
     * @param plant the plant; its number is given by the service
     * @return where it is, in the header {@code Location}
     * @throws IllegalStateException when the garden is full
     * @request.representation.qname {urn:garden}plant
     * @request.representation.mediaType application/xml
     * @request.representation.doc A plant or a tree.
     * @response.param {@name Location} {@style header} {@type {http://www.w3.org/2001/XMLSchema}anyURI} {@doc The address of the plant.}
     * @response.representation.201.mediaType application/xml
     * @response.representation.201.doc Added.
     * @response.representation.507.mediaType text/plain
     * @response.representation.507.doc The garden is full.
     */
    @POST
    public Response add(Plant plant) {
        return Response.noContent().build();
    }

    /**
     * Shows a plant.
     *
     * @param number the number on the label
     * @param user whoever looks
     * @param seen the plants seen before
     * @param etag what was seen before
     * @return the plant
     * @response.representation.200.qname {urn:garden}plant
     * @response.representation.200.mediaType application/xml
     * @response.representation.200.doc The plant, as it is <b>now</b>.
     * @response.representation.404.doc No plant has this number.
     */
    @GET
    @Path("{number: [1-9][0-9]{0,5}}")
    public Plant show(
            @PathParam("number") long number,
            @CookieParam("user") @DefaultValue("nobody") String user,
            @CookieParam("seen") Cookie seen,
            @HeaderParam(HttpHeaders.IF_NONE_MATCH) String etag) {
        return new Tree();
    }

    @HEAD
    @Path("{number: [1-9][0-9]{0,5}}")
    public void look(@PathParam("number") long number) {
    }

    @PUT
    @Path("{number: [1-9][0-9]{0,5}}")
    @Consumes("application/xml")
    public Plant replace(@PathParam("number") long number, @HeaderParam("If-Match") List<String> etags, Tree tree) {
        return tree;
    }

    @PUT
    @Path("{number: [1-9][0-9]{0,5}}")
    @Consumes("application/json")
    @Produces("application/json")
    public Plant replaceWithPlant(@PathParam("number") long number, Plant plant) {
        return plant;
    }

    /** Takes a plant out of the catalogue. */
    @DELETE
    @Path("{number: [1-9][0-9]{0,5}}")
    public void remove(@PathParam("number") long number, @QueryParam("reason") @DefaultValue("died <of> frost & \"wind\"") String reason) {
    }

    /**
     * Draws a plant.
     *
     * @param number the number on the label
     * @param month the month that is drawn
     * @param scales sizes of the picture, as factors
     * @return the picture
     */
    @GET
    @Path("{number}/picture{extension: (\\.png|\\.svg)?}")
    @Produces({"image/png", "image/svg+xml;charset=utf-8"})
    public byte[] picture(
            @PathParam("number") long number,
            @PathParam("extension") String extension,
            @MatrixParam("month") @DefaultValue("5") int month,
            @MatrixParam("scale") List<Float> scales) {
        return new byte[0];
    }

    @GET
    @Path("by-family/{family}/{genus}")
    @Produces(MediaType.TEXT_PLAIN)
    public String byFamily(@PathParam("family") PathSegment family, @PathParam("genus") String genus) {
        return "";
    }

    @OPTIONS
    @Path("by-family")
    @Produces(MediaType.TEXT_PLAIN)
    public String families() {
        return "";
    }
}
