/** The state of each stream in the memory of the next node. */
@NullMarked
package im.linnet.fleet.internal.vault;

import org.jspecify.annotations.NullMarked;
