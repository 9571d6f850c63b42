/**
 * Chats that a server has archived (XEP-0136, sections 4 and 7): {@link
 * im.linnet.oldarchive.OldArchive} lists them and reads their messages.
 */
@NullMarked
package im.linnet.oldarchive;

import org.jspecify.annotations.NullMarked;
