/**
 * {@link im.linnet.file.OwnFile}: small files that belong to one user, some with elements ({@link
 * im.linnet.file.ElementFile}).
 */
@NullMarked
package im.linnet.file;

import org.jspecify.annotations.NullMarked;
