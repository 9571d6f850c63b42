/** Steps that users could write, using only the exported API. */
@NullMarked
package im.linnet.test.steps;

import org.jspecify.annotations.NullMarked;
