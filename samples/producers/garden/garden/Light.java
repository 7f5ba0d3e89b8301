package garden;

import jakarta.xml.bind.annotation.XmlEnum;
import jakarta.xml.bind.annotation.XmlEnumValue;

/** How much sun a plant wants. */
@XmlEnum
public enum Light {
    /** Six hours of sun and more. */
    @XmlEnumValue("full-sun")
    FULL_SUN,
    /** Sun for half of the day. */
    @XmlEnumValue("half-shade")
    HALF_SHADE,
    SHADE
}
