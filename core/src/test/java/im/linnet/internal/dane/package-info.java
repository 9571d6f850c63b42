@NullMarked
package im.linnet.internal.dane;

import org.jspecify.annotations.NullMarked;
