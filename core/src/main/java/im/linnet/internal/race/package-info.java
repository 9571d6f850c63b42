/** The addresses of one endpoint race to serve (RFC 8305), and what failed lately is tried last. */
@NullMarked
package im.linnet.internal.race;

import org.jspecify.annotations.NullMarked;
