package im.linnet.failure;

/** How far a connection has come; errors name the phase in which they arose. */
public enum Phase {
  /** Looking up where the service is (RFC 6120, section 3.2). */
  RESOLVING("looking up the service"),
  /** Opening the TCP connection, through a proxy where there is one. */
  CONNECTING("connecting"),
  /** Exchanging stream headers and features (RFC 6120, section 4). */
  OPENING("opening the stream"),
  /** Agreeing on TLS (RFC 6120, section 5). */
  SECURING("starting TLS"),
  /** Proving who the user is (RFC 6120, section 6). */
  AUTHENTICATING("signing in"),
  /** Getting an address for this connection (RFC 6120, section 7), and all that follows it. */
  BINDING("binding a resource"),
  /** Exchanging stanzas. */
  SESSION("in session"),
  /** Ending the stream (RFC 6120, section 4.4). */
  CLOSING("closing");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  /** {@return the phase as it reads in a sentence: “while …”} */
  public String words() {
    return words;
  }
}
