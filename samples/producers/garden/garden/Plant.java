package garden;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlElementWrapper;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlSeeAlso;
import java.util.List;

/** A plant of the catalogue: a {@link Tree}, or a kind that is no more than a plant. */
@XmlRootElement
@XmlSeeAlso(Tree.class)
@XmlAccessorType(XmlAccessType.FIELD)
public class Plant {
    /** The number on the label. */
    @XmlAttribute(required = true)
    public long number;

    @XmlAttribute
    public Light light;

    /** The name in Latin. */
    @XmlElement(required = true)
    public String latin;

    @XmlElementWrapper(name = "names")
    @XmlElement(name = "name")
    public List<String> names;

    @XmlElement(defaultValue = "1")
    public int beds;
}
