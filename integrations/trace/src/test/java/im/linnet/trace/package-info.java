/** Tests of traces and of their page. */
@NullMarked
package im.linnet.trace;

import org.jspecify.annotations.NullMarked;
