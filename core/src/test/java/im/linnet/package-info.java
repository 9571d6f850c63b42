/** Tests of the client as its users see it. */
@NullMarked
package im.linnet;

import org.jspecify.annotations.NullMarked;
