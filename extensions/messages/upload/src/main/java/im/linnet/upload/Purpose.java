package im.linnet.upload;

import java.util.Locale;

/**
 * What a file is for, so that a service can keep it for longer or shorter (XEP-0363, section 5).
 */
public enum Purpose {
  /** Part of a message. The default. */
  MESSAGE,
  /** An avatar or the like: small, and kept for long. */
  PROFILE,
  /** To be deleted soon. */
  EPHEMERAL,
  /** To be kept, such as a picture in a published article. */
  PERMANENT;

  /** The namespace of the elements. */
  static final String NAMESPACE = "urn:xmpp:http:upload:purpose:0";

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The feature of a service that knows it. */
  String feature() {
    return NAMESPACE + "#" + wireName();
  }
}
