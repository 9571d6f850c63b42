/** Message Archiving (XEP-0136). */
@NullMarked
package im.linnet.archive;

import org.jspecify.annotations.NullMarked;
