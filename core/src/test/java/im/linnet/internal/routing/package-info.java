@NullMarked
package im.linnet.internal.routing;

import org.jspecify.annotations.NullMarked;
