/**
 * Chats that a server has archived (XEP-0136, sections 4 and 7): {@link im.linnet.archive.Archive}
 * lists them and reads their messages.
 */
@NullMarked
package im.linnet.archive;

import org.jspecify.annotations.NullMarked;
