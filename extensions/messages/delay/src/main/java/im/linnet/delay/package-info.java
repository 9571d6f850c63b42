/**
 * Delayed Delivery (XEP-0203, and XEP-0091 before it): {@link im.linnet.delay.Delay} says when a
 * delayed stanza was sent.
 */
@NullMarked
package im.linnet.delay;

import org.jspecify.annotations.NullMarked;
