/** Stanzas in, bytes out: our encoder beside its peers and beside a plain string builder. */
@NullMarked
package im.linnet.benchmarks.encoder;

import org.jspecify.annotations.NullMarked;
