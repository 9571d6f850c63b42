/** Service Discovery (XEP-0030). */
@NullMarked
package im.linnet.disco;

import org.jspecify.annotations.NullMarked;
