/** Delayed Delivery (XEP-0203, XEP-0091). */
@NullMarked
package im.linnet.delay;

import org.jspecify.annotations.NullMarked;
