/**
 * All messages of an account in one sequence, without a gap and without doubles: {@link
 * im.linnet.timeline.MessageTimeline} joins live messages, those of the user's other devices
 * (XEP-0280), those that this device sends, and the archive (XEP-0313).
 */
@NullMarked
package im.linnet.timeline;

import org.jspecify.annotations.NullMarked;
