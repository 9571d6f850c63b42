package im.linnet.csi;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody looks, as the user says it and as the server has been told (XEP-0352). What the
 * user said outlives connections; each stream begins active, a resumed one too (section 5.2). At
 * most one indication waits to be written, however often the user changes his mind. Belongs to the
 * client's event loop.
 */
final class Activity {

  private static final String NAMESPACE = "urn:xmpp:csi:0";
  private static final Element ACTIVE = Element.of("active", NAMESPACE);
  private static final Element INACTIVE = Element.of("inactive", NAMESPACE);

  private boolean inactive;
  private @Nullable Stream stream;

  /** A stream has begun. */
  void begin(SessionHandler session) {
    stream = new Stream(session);
    tell();
  }

  /** The stream has ended. */
  void end() {
    stream = null;
  }

  /** The user goes or comes. */
  void set(boolean gone) {
    inactive = gone;
    tell();
  }

  private void tell() {
    Stream now = stream;
    if (now != null) {
      now.tell();
    }
  }

  /** One stream, and what its server believes. */
  private final class Stream {

    private final SessionHandler session;
    private final boolean offered;
    private boolean told;
    private boolean writing;

    Stream(SessionHandler session) {
      this.session = session;
      this.offered = session.stream().features().offers("csi", NAMESPACE);
    }

    void tell() {
      if (!offered || writing || told == inactive) {
        return;
      }
      told = inactive;
      writing = true;
      session.tell(told ? INACTIVE : ACTIVE, told).addListener(done -> written());
    }

    private void written() {
      writing = false;
      if (stream == this) {
        tell();
      }
    }
  }
}
