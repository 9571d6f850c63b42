/**
 * Tries endpoints in order, and further ones beside them once those are found ({@link
 * im.linnet.internal.attempts.Attempts}).
 */
@NullMarked
package im.linnet.internal.attempts;

import org.jspecify.annotations.NullMarked;
