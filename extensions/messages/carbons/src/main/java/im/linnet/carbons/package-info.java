/**
 * Message Carbons (XEP-0280): {@link im.linnet.carbons.Carbons} delivers copies of what the user's
 * other devices send and receive.
 */
@NullMarked
package im.linnet.carbons;

import org.jspecify.annotations.NullMarked;
