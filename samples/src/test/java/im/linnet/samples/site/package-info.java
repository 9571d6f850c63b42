/** Checks the documentation as a whole: its menu, its links, and the site that is made of it. */
@NullMarked
package im.linnet.samples.site;

import org.jspecify.annotations.NullMarked;
