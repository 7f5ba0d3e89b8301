package garden;

import java.util.Map;

/** A bed: JSON only, and JAXB knows nothing of it. */
public class Bed {
    public String name;
    public Light light;
    public Map<String, Integer> plants;
}
