package im.linnet.internal.netty;

/**
 * Written to the pipeline to open a stream, or to open it anew after a restart.
 *
 * @param to the domain, as it stands in the account's address
 */
public record StreamOpen(String to) {}
