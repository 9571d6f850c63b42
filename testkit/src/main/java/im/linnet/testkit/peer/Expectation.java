package im.linnet.testkit.peer;

import im.linnet.testkit.xml.XmlElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * An expected element: compared as XML, with {@code *} for any value and {@code {name}} for a value
 * to capture.
 */
final class Expectation {
  private final XmlElement expected;
  private final boolean lenient;

  private Expectation(XmlElement expected, boolean lenient) {
    this.expected = expected;
    this.lenient = lenient;
  }

  /** Everything must match. */
  static Expectation exactly(XmlElement expected) {
    return new Expectation(expected, false);
  }

  /** Everything written must match; further attributes and children are allowed. */
  static Expectation atLeast(XmlElement expected) {
    return new Expectation(expected, true);
  }

  /** Whether elements of this name are expected. */
  boolean isFor(XmlElement element) {
    return expected.name().equals(element.name());
  }

  /** Compares the element: captures values that match, throws at a mismatch. */
  void check(XmlElement actual, Captures captures) throws Mismatch {
    Map<String, String> found = new HashMap<>();
    String reason = difference(expected, actual, "/" + expected.localName(), found);
    if (reason != null) {
      throw Mismatch.between(expected.toString(), actual.toString(), reason);
    }
    captures.putAll(found);
  }

  private @Nullable String difference(
      XmlElement wanted, XmlElement got, String path, Map<String, String> found) {
    if (!wanted.name().equals(got.name())) {
      return path + " is " + got.name() + " (expected: " + wanted.name() + ")";
    }
    String attributes = attributeDifference(wanted, got, path, found);
    if (attributes != null) {
      return attributes;
    }
    return wanted.children().isEmpty()
        ? contentDifference(wanted, got, path, found)
        : childDifference(wanted, got, path, found);
  }

  private @Nullable String attributeDifference(
      XmlElement wanted, XmlElement got, String path, Map<String, String> found) {
    for (Map.Entry<QName, String> attribute : wanted.attributes().entrySet()) {
      String place = path + "/@" + attribute.getKey();
      String actual = got.attributes().get(attribute.getKey());
      if (actual == null) {
        return place + " is missing";
      }
      String difference = valueDifference(attribute.getValue(), actual, place, found);
      if (difference != null) {
        return difference;
      }
    }
    for (QName name : got.attributes().keySet()) {
      if (!lenient && !wanted.attributes().containsKey(name)) {
        return path + "/@" + name + " was not expected";
      }
    }
    return null;
  }

  private @Nullable String contentDifference(
      XmlElement wanted, XmlElement got, String path, Map<String, String> found) {
    boolean open = lenient && wanted.text().isEmpty();
    if (!open && !got.children().isEmpty()) {
      return path + "/" + got.children().get(0).localName() + " was not expected";
    }
    return open ? null : valueDifference(wanted.text(), got.text(), path + "/text()", found);
  }

  private @Nullable String childDifference(
      XmlElement wanted, XmlElement got, String path, Map<String, String> found) {
    List<XmlElement> actual = got.children();
    int at = 0;
    for (XmlElement child : wanted.children()) {
      String place = path + "/" + child.localName();
      while (lenient && at < actual.size() && !actual.get(at).name().equals(child.name())) {
        at++;
      }
      if (at == actual.size()) {
        return place + " is missing";
      }
      String difference = difference(child, actual.get(at++), place, found);
      if (difference != null) {
        return difference;
      }
    }
    if (!lenient && at < actual.size()) {
      return path + "/" + actual.get(at).localName() + " was not expected";
    }
    return lenient || wanted.text().isBlank()
        ? null
        : valueDifference(wanted.text(), got.text(), path + "/text()", found);
  }

  private static @Nullable String valueDifference(
      String wanted, String got, String place, Map<String, String> found) {
    if (wanted.equals("*")) {
      return null;
    }
    String name = Captures.name(wanted);
    String value = name == null ? wanted : found.putIfAbsent(name, got);
    return value == null || value.equals(got)
        ? null
        : place + " is '" + got + "' (expected: '" + value + "')";
  }
}
