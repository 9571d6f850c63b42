/**
 * Delayed Delivery (XEP-0203, and XEP-0091 before it): {@link im.linnet.delay.Delay} tells when a
 * stanza was sent that arrived later.
 */
@NullMarked
package im.linnet.delay;

import org.jspecify.annotations.NullMarked;
