/**
 * Records of a managed stream that outlive the process: {@link im.linnet.journal.StreamJournal} and
 * its standard implementation {@link im.linnet.journal.FileJournal}. With one, a program that was
 * killed resumes its stream where it was.
 */
@NullMarked
package im.linnet.journal;

import org.jspecify.annotations.NullMarked;
