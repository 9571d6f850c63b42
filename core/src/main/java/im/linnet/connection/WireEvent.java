package im.linnet.connection;

/**
 * XML that was sent or received, with secrets removed.
 *
 * @param outgoing true if sent, false if received
 * @param xml the XML without secrets, truncated if long
 */
public record WireEvent(boolean outgoing, String xml) {}
