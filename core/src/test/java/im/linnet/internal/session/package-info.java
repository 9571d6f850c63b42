/** Tests of a session without a network and without waiting: the clock is set by the test. */
@NullMarked
package im.linnet.internal.session;

import org.jspecify.annotations.NullMarked;
