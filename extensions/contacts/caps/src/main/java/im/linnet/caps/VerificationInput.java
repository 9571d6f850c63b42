package im.linnet.caps;

import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What XEP-0115 hashes of an answer (section 5.1), unless it is ill-formed (section 5.4). */
final class VerificationInput {

  private static final Comparator<Identity> BY_CATEGORY_TYPE_AND_LANGUAGE =
      Comparator.comparing(Identity::category, Octets.ORDER)
          .thenComparing(Identity::type, Octets.ORDER)
          .thenComparing(VerificationInput::lang, Octets.ORDER)
          .thenComparing(VerificationInput::name, Octets.ORDER);

  private final StringBuilder text = new StringBuilder();

  private VerificationInput() {}

  /**
   * The octets to hash.
   *
   * @throws IllegalArgumentException if the answer is ill-formed
   */
  static byte[] of(Element query) {
    VerificationInput input = new VerificationInput();
    for (Identity identity : identities(query)) {
      input.append(
          String.join("/", identity.category(), identity.type(), lang(identity), name(identity)));
    }
    features(query).forEach(input::append);
    forms(query).forEach(input::append);
    return input.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String lang(Identity identity) {
    return Objects.requireNonNullElse(identity.lang(), "");
  }

  static String name(Identity identity) {
    return Objects.requireNonNullElse(identity.name(), "");
  }

  /** The identities, sorted. */
  static List<Identity> identities(Element query) {
    List<Identity> identities = new ArrayList<>();
    for (Element identity : query.children("identity", DiscoInfo.NAMESPACE)) {
      identities.add(Identity.of(identity));
    }
    requireDistinct("identities", identities);
    identities.sort(BY_CATEGORY_TYPE_AND_LANGUAGE);
    return identities;
  }

  /** The features, sorted. */
  static List<String> features(Element query) {
    List<String> features = new ArrayList<>();
    for (Element feature : query.children("feature", DiscoInfo.NAMESPACE)) {
      String name = feature.attribute("var");
      if (name == null) {
        throw new IllegalArgumentException("feature: without a name (expected: a name)");
      }
      features.add(name);
    }
    requireDistinct("features", features);
    features.sort(Octets.ORDER);
    return features;
  }

  /** The forms that count, sorted by type. */
  static SortedMap<String, InfoForm> forms(Element query) {
    SortedMap<String, InfoForm> forms = new TreeMap<>(Octets.ORDER);
    for (InfoForm form : InfoForm.all(query)) {
      String type = form.type();
      if (type != null && forms.put(type, form) != null) {
        throw new IllegalArgumentException("FORM_TYPE: the same twice (expected: once)");
      }
    }
    return forms;
  }

  private static <T> void requireDistinct(String what, List<T> all) {
    Set<T> distinct = new HashSet<>(all);
    if (distinct.size() < all.size()) {
      throw new IllegalArgumentException(what + ": the same twice (expected: once)");
    }
  }

  private void append(String part) {
    text.append(part).append('<');
  }

  private void append(String type, InfoForm form) {
    append(type);
    List<InfoForm.Field> fields = new ArrayList<>(form.fields());
    fields.sort(Comparator.comparing(InfoForm.Field::name, Octets.ORDER));
    for (InfoForm.Field field : fields) {
      append(field.name());
      field.values().stream().sorted(Octets.ORDER).forEach(this::append);
    }
  }
}
