/** A program of a user. */
@NullMarked
package im.linnet.samples.artifacts.user;

import org.jspecify.annotations.NullMarked;
