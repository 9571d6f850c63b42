/** What the library covers, from one source: docs/xeps.json. */
@NullMarked
package im.linnet.samples.xeps;

import org.jspecify.annotations.NullMarked;
