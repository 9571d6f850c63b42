package im.linnet.samples.xeps;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of docs/xeps.json.
 *
 * @param id such as XEP-0313, or RFC 5802
 * @param name what the specification is called
 * @param version the version of a XEP that was read
 * @param status how much of it there is, in the words of XEP-0453
 * @param artifacts the artifacts that implement it, without the prefix
 * @param coverage which parts, if not all
 * @param tests the names of test classes that show it
 */
record Specification(
    String id,
    String name,
    @Nullable String version,
    Status status,
    List<String> artifacts,
    String coverage,
    List<String> tests) {

  /** How much of a specification there is. */
  enum Status {
    complete,
    partial
  }

  private static final Pattern XEP = Pattern.compile("XEP-\\d{4}");

  boolean isXep() {
    return XEP.matcher(id).matches();
  }

  /** Where it can be read, if that is known. */
  @Nullable String address() {
    if (isXep()) {
      return "https://xmpp.org/extensions/xep-%s.html".formatted(id.substring(4));
    }
    return id.matches("RFC \\d+") ? "https://www.rfc-editor.org/info/rfc" + id.substring(4) : null;
  }
}
