package im.linnet.oauth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** The text form of scopes (RFC 6749, section 3.3). */
final class ScopeText {

  private ScopeText() {}

  static Set<String> ordered(String... scopes) {
    return ordered(Arrays.asList(scopes));
  }

  /** An unmodifiable copy that keeps the order. */
  static Set<String> ordered(Collection<String> scopes) {
    for (String scope : scopes) {
      if (scope.isEmpty() || !scope.chars().allMatch(ScopeText::isScopeCharacter)) {
        throw new IllegalArgumentException(
            "scope: “" + scope + "” (expected: a word of visible ASCII without \" \\ and comma)");
      }
    }
    return Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
  }

  /** With the space of the RFC as separator. */
  static String write(Set<String> scopes) {
    return String.join(" ", scopes);
  }

  /**
   * Accepts space, comma and plus as separators, as services used all three, and drops what is not
   * a valid scope.
   */
  static Set<String> read(String text) {
    Set<String> scopes = new LinkedHashSet<>();
    for (String scope : text.split("[ ,+]")) {
      if (!scope.isEmpty() && scope.chars().allMatch(ScopeText::isScopeCharacter)) {
        scopes.add(scope);
      }
    }
    return Collections.unmodifiableSet(scopes);
  }

  private static boolean isScopeCharacter(int c) {
    return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != ',';
  }
}
