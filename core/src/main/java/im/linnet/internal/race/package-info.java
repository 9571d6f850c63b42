/**
 * The race between the addresses of one endpoint (RFC 8305), and the recent failures that are tried
 * last.
 */
@NullMarked
package im.linnet.internal.race;

import org.jspecify.annotations.NullMarked;
