/** Stanzas in, bytes out: Linnet's encoder, its peers, and a plain string builder. */
@NullMarked
package im.linnet.benchmarks.encoder;

import org.jspecify.annotations.NullMarked;
