package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/** A profile of PRECIS (RFC 8264, section 5): a string class, and rules for its strings. */
interface PrecisProfile {

  /** {@return the text after one pass of the mapping and normalization rules} */
  String map(String text);

  /** {@return why a mapped text is invalid, or null} */
  @Nullable String fault(String text);
}
