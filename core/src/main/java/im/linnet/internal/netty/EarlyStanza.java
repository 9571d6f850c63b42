package im.linnet.internal.netty;

import im.linnet.xml.Element;

/**
 * Read from the pipeline when a session begins: a stanza that arrived after binding but before
 * negotiation ended, so before counting began (XEP-0198, section 4).
 *
 * @param element the stanza
 */
public record EarlyStanza(Element element) {}
