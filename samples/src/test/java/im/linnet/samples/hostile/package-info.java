/** The catalogue of hostile input and its tests, from one source: docs/hostile-input.json. */
@NullMarked
package im.linnet.samples.hostile;

import org.jspecify.annotations.NullMarked;
