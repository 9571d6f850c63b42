/** One node of the cluster. */
@NullMarked
package im.linnet.fleet.internal.node;

import org.jspecify.annotations.NullMarked;
