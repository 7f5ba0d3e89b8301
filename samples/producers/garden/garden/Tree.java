package garden;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlRootElement;

/** A plant that one can climb. */
@XmlRootElement
@XmlAccessorType(XmlAccessType.FIELD)
public class Tree extends Plant {
    @XmlAttribute
    public double height;
}
