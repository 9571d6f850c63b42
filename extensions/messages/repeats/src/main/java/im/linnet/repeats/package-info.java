/** Repeated messages: {@link im.linnet.repeats.RepeatedMessages} delivers each message once. */
@NullMarked
package im.linnet.repeats;

import org.jspecify.annotations.NullMarked;
