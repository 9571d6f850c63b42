package im.linnet.vcard;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kind or purpose of an address or number: the empty marker elements of XEP-0054, section 9.
 */
public enum Kind {
  /** At home. */
  HOME,
  /** At work. */
  WORK,
  /** Preferred. */
  PREF,
  /** An e-mail address of the Internet. */
  INTERNET,
  /** An e-mail address of X.400. */
  X400,
  /** A voice telephone. */
  VOICE,
  /** A fax machine. */
  FAX,
  /** A pager. */
  PAGER,
  /** A telephone with voice mail. */
  MSG,
  /** A mobile telephone. */
  CELL,
  /** A video telephone. */
  VIDEO,
  /** A bulletin board. */
  BBS,
  /** A modem. */
  MODEM,
  /** An ISDN line. */
  ISDN,
  /** A personal communication service. */
  PCS,
  /** An address for letters. */
  POSTAL,
  /** An address for parcels. */
  PARCEL,
  /** A domestic delivery address. */
  DOM,
  /** An international delivery address. */
  INTL;

  /** The markers among an element's children. */
  static Set<Kind> in(Element element) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : values()) {
      if (element.child(kind.name()) != null) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** An unmodifiable copy, in the order of this enumeration. */
  static Set<Kind> copy(Set<Kind> kinds) {
    Set<Kind> copy = EnumSet.noneOf(Kind.class);
    copy.addAll(kinds);
    return Collections.unmodifiableSet(copy);
  }

  /** Starts an element with its markers. */
  static ElementBuilder marked(String name, Set<Kind> kinds) {
    ElementBuilder element = Element.builder(name, VCard.NAMESPACE);
    kinds.forEach(kind -> element.child(Element.of(kind.name(), VCard.NAMESPACE)));
    return element;
  }
}
