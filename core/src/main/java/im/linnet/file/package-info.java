/** {@link im.linnet.file.OwnFile}: small files that belong to one user. */
@NullMarked
package im.linnet.file;

import org.jspecify.annotations.NullMarked;
