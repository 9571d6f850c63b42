/** Own presence, and the latest presence of every contact (RFC 6121, sections 3 and 4). */
@NullMarked
package im.linnet.presence;

import org.jspecify.annotations.NullMarked;
