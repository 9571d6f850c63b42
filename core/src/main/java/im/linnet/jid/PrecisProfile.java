package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/** A profile of PRECIS (RFC 8264, section 5): a string class, and rules for its strings. */
interface PrecisProfile {

  /** {@return the text with the mapping rules and the normalization rule applied, once} */
  String map(String text);

  /** {@return what makes a mapped text invalid, or null} */
  @Nullable String fault(String text);
}
