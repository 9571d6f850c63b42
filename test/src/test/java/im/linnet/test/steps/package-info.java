/** Steps that users could write: each stands on the exported API alone. */
@NullMarked
package im.linnet.test.steps;

import org.jspecify.annotations.NullMarked;
