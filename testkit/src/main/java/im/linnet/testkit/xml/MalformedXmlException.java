package im.linnet.testkit.xml;

import java.io.IOException;

/** What came is not XML, or not as XMPP restricts it (RFC 6120, section 11.1). */
public final class MalformedXmlException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param message what came, and where
   */
  public MalformedXmlException(String message) {
    super(message);
  }
}
