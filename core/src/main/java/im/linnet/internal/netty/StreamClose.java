package im.linnet.internal.netty;

/** Written to the pipeline to send the closing tag of the stream. */
public record StreamClose() {}
