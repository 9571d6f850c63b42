/** Tests of the standard steps. */
@NullMarked
package im.linnet.internal.steps;

import org.jspecify.annotations.NullMarked;
