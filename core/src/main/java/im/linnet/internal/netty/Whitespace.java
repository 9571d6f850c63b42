package im.linnet.internal.netty;

/**
 * Written to the pipeline to send a space between stanzas, as a keep-alive (RFC 6120, section
 * 4.6.1).
 */
public record Whitespace() {}
