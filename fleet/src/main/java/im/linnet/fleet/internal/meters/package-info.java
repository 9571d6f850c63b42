/** Counts of one node. */
@NullMarked
package im.linnet.fleet.internal.meters;

import org.jspecify.annotations.NullMarked;
