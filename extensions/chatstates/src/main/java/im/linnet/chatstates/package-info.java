/** Chat State Notifications (XEP-0085). */
@NullMarked
package im.linnet.chatstates;

import org.jspecify.annotations.NullMarked;
