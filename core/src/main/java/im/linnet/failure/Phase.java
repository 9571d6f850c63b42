package im.linnet.failure;

/** The progress of a connection. Failures name the phase in which they occurred. */
public enum Phase {
  /** Looking up where the service is (RFC 6120, section 3.2). */
  RESOLVING("looking up the service"),
  /** Opening the TCP connection, through a proxy if one is set. */
  CONNECTING("connecting"),
  /** Exchanging stream headers and features (RFC 6120, section 4). */
  OPENING("opening the stream"),
  /** Negotiating TLS (RFC 6120, section 5). */
  SECURING("starting TLS"),
  /** Authenticating the user (RFC 6120, section 6). */
  AUTHENTICATING("signing in"),
  /** Binding a resource (RFC 6120, section 7), and the steps after it. */
  BINDING("binding a resource"),
  /** Exchanging stanzas. */
  SESSION("in session"),
  /** Ending the stream (RFC 6120, section 4.4). */
  CLOSING("closing");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /** {@return the phase in words, to follow “while”} */
  public String words() {
    return words;
  }
}
