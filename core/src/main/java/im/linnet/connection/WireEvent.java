package im.linnet.connection;

/**
 * Something that went over the wire, fit to be shown: secrets are cut out.
 *
 * @param outgoing whether we sent it
 * @param xml the XML without secrets, shortened where long
 */
public record WireEvent(boolean outgoing, String xml) {}
