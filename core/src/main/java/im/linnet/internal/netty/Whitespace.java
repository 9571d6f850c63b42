package im.linnet.internal.netty;

/** Written to the pipeline to send a blank between stanzas (RFC 6120, section 4.6.1). */
public record Whitespace() {}
