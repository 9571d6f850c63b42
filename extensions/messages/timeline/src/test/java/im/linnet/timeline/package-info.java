@NullMarked
package im.linnet.timeline;

import org.jspecify.annotations.NullMarked;
