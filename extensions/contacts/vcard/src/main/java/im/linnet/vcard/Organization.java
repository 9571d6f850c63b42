package im.linnet.vcard;

import im.linnet.xml.Element;
import java.util.List;

/**
 * An organisation (XEP-0054, section 9: {@code ORG}).
 *
 * @param name the organisation's name
 * @param units the units, from the largest to the smallest
 */
public record Organization(String name, List<String> units) {

  /** Keeps an unmodifiable copy of the units. */
  public Organization {
    units = List.copyOf(units);
  }

  /**
   * Reads an organisation.
   *
   * @param element the {@code <ORG/>}
   * @return the organisation
   * @throws IllegalArgumentException if it has no name
   */
  public static Organization of(Element element) {
    List<String> units =
        element.children("ORGUNIT", element.namespace()).stream()
            .map(unit -> unit.text().strip())
            .filter(unit -> !unit.isEmpty())
            .toList();
    return new Organization(Text.required(element, "ORGNAME"), units);
  }

  /** {@return the {@code <ORG/>}} */
  public Element toElement() {
    var organization = Element.builder("ORG", VCard.NAMESPACE).child("ORGNAME", name);
    units.forEach(unit -> organization.child("ORGUNIT", unit));
    return organization.build();
  }
}
