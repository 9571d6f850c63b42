package im.linnet.internal.netty;

import org.jspecify.annotations.Nullable;

/**
 * Written to the pipeline to open a stream, or to open it anew after a restart.
 *
 * @param to the domain, as it stands in the account's address
 * @param lang the language that the user prefers (RFC 6120, section 4.7.4), or null
 */
public record StreamOpen(String to, @Nullable String lang) {}
