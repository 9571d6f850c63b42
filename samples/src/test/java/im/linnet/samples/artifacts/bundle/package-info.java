/** A user's bundle for an OSGi framework. */
@NullMarked
package im.linnet.samples.artifacts.bundle;

import org.jspecify.annotations.NullMarked;
