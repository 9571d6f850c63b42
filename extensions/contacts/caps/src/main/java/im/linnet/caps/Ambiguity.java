package im.linnet.caps;

import im.linnet.disco.Identity;
import im.linnet.xml.Element;
import java.util.List;

/**
 * Finds answers that could be made up to have the hash of another answer (XEP-0115, section 9.3):
 * XEP-0115 hashes one list of strings, which does not show whether a string was an identity, a
 * feature or part of a form. Whoever answers first could make a feature of others disappear by
 * that. What is left cannot be read in two ways: identities are recognized by their slashes and
 * have no colon before, as the names of features have; and forms are of types whose names are no
 * features.
 */
final class Ambiguity {

  private static final List<String> FORMS =
      List.of("urn:xmpp:dataforms:", "http://jabber.org/network/serverinfo");

  private Ambiguity() {}

  /** Whether an answer that is well-formed could be read in two ways. */
  static boolean isIn(Element query) {
    List<Identity> identities = VerificationInput.identities(query);
    return identities.isEmpty()
        || identities.stream().anyMatch(Ambiguity::isAmbiguous)
        || VerificationInput.features(query).stream().anyMatch(Ambiguity::isAmbiguous)
        || VerificationInput.forms(query).entrySet().stream()
            .anyMatch(form -> !isKnown(form.getKey()) || isAmbiguous(form.getValue()));
  }

  private static boolean isAmbiguous(Identity identity) {
    return isNoWord(identity.category())
        || isNoWord(identity.type())
        || VerificationInput.lang(identity).matches(".*[/<].*")
        || hasEnd(VerificationInput.name(identity));
  }

  private static boolean isNoWord(String text) {
    return text.isEmpty() || text.matches("(?s).*[/:<].*");
  }

  /** Whether a feature contains the end of a string, or looks like an identity. */
  private static boolean isAmbiguous(String feature) {
    return hasEnd(feature)
        || (feature.indexOf(':') < 0 && feature.chars().filter(each -> each == '/').count() >= 3);
  }

  private static boolean isKnown(String formType) {
    return FORMS.stream().anyMatch(formType::startsWith) && !hasEnd(formType);
  }

  private static boolean isAmbiguous(InfoForm form) {
    return form.fields().stream()
        .anyMatch(
            field -> hasEnd(field.name()) || field.values().stream().anyMatch(Ambiguity::hasEnd));
  }

  private static boolean hasEnd(String text) {
    return text.indexOf('<') >= 0;
  }
}
