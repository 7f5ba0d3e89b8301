package garden;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;

/** What every list has. */
public class Paging {
    @QueryParam("start")
    @DefaultValue("0")
    public int start;

    @QueryParam("size")
    @DefaultValue("20")
    public int size;

    @HeaderParam("Accept-Language")
    public String language;
}
