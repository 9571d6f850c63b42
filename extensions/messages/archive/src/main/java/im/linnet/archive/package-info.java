/**
 * Message Archive Management (XEP-0313) with its preferences (XEP-0441), in pages (XEP-0059):
 * {@link im.linnet.archive.MessageArchive} gives access to the {@link im.linnet.archive.Archive} of
 * the account or of a room; {@link im.linnet.archive.CatchUp} joins an archive and the live
 * messages to one sequence.
 */
@NullMarked
package im.linnet.archive;

import org.jspecify.annotations.NullMarked;
