/** Tests of the race of addresses. */
@NullMarked
package im.linnet.internal.race;

import org.jspecify.annotations.NullMarked;
