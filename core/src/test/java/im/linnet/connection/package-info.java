/** Tests of policies, states and saved streams. */
@NullMarked
package im.linnet.connection;

import org.jspecify.annotations.NullMarked;
