/**
 * Tests of the callbacks' order and threads, without a network and without waiting: the clock is
 * set by the test.
 */
@NullMarked
package im.linnet.internal.callbacks;

import org.jspecify.annotations.NullMarked;
