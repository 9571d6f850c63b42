package im.linnet.testkit.xml;

import java.io.IOException;

/** The input is not XML, or not XML as XMPP restricts it (RFC 6120, section 11.1). */
public final class MalformedXmlException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was received, and where
   */
  public MalformedXmlException(String message) {
    super(message);
  }
}
