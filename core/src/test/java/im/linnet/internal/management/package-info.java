@NullMarked
package im.linnet.internal.management;

import org.jspecify.annotations.NullMarked;
