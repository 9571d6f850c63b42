/** The ends of the pipeline: decodes bytes to stream events, and encodes what is sent. */
@NullMarked
package im.linnet.internal.netty;

import org.jspecify.annotations.NullMarked;
