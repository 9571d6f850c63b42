/** Compiles the Java of pages and Javadoc, and runs what a newcomer pastes first. */
@NullMarked
package im.linnet.samples.snippets;

import org.jspecify.annotations.NullMarked;
