/** What nodes say to each other, and its form on the wire. */
@NullMarked
package im.linnet.fleet.internal.wire;

import org.jspecify.annotations.NullMarked;
