package im.linnet.internal.netty;

/** Read from the pipeline when the server has sent the closing tag of its stream. */
public record StreamEnd() {}
