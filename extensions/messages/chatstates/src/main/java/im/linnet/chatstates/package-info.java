/**
 * Chat State Notifications (XEP-0085): {@link im.linnet.chatstates.ChatStates} tells contacts that
 * the user is typing, and reports when they are.
 */
@NullMarked
package im.linnet.chatstates;

import org.jspecify.annotations.NullMarked;
