/** Tests of what negotiation steps and transports share. */
@NullMarked
package im.linnet.stream;

import org.jspecify.annotations.NullMarked;
