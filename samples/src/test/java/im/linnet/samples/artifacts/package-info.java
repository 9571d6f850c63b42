/** What is published: which artifacts there are, and that each can be used. */
@NullMarked
package im.linnet.samples.artifacts;

import org.jspecify.annotations.NullMarked;
