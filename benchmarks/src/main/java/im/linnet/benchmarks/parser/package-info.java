/** Bytes in, stanzas out: Linnet's parser, its peers, and the lower limits of the work. */
@NullMarked
package im.linnet.benchmarks.parser;

import org.jspecify.annotations.NullMarked;
