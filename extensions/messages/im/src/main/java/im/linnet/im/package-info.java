/**
 * The extensions of a chat program, together. Starting points: {@link im.linnet.im.Im#standard} and
 * {@link im.linnet.im.ImSettings}.
 */
@NullMarked
package im.linnet.im;

import org.jspecify.annotations.NullMarked;
