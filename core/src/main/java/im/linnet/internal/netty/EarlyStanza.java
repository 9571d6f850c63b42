package im.linnet.internal.netty;

import im.linnet.xml.Element;

/**
 * Read from the pipeline when a session begins: a stanza that came after binding and before the
 * last step of the negotiation was done, so before any was counted (XEP-0198, section 4).
 *
 * @param element the stanza
 */
public record EarlyStanza(Element element) {}
