/** Messages that come again: {@link im.linnet.repeats.RepeatedMessages} delivers each once. */
@NullMarked
package im.linnet.repeats;

import org.jspecify.annotations.NullMarked;
