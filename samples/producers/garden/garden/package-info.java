/** The catalogue of a garden. */
@XmlSchema(namespace = "urn:garden", elementFormDefault = XmlNsForm.QUALIFIED)
package garden;

import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
