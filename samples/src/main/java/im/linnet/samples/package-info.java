/** One short program a question; run them by {@code samples/run NAME}. */
@NullMarked
package im.linnet.samples;

import org.jspecify.annotations.NullMarked;
