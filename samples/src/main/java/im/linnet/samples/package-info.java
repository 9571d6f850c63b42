/** One short program for each question. Run them with {@code samples/run NAME}. */
@NullMarked
package im.linnet.samples;

import org.jspecify.annotations.NullMarked;
