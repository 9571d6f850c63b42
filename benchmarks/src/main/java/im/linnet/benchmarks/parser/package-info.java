/** Bytes in, stanzas out: our parser beside its peers, and beside the least that could be done. */
@NullMarked
package im.linnet.benchmarks.parser;

import org.jspecify.annotations.NullMarked;
