@NullMarked
package im.linnet.routing;

import org.jspecify.annotations.NullMarked;
