/** Tests of endpoints and proxies. */
@NullMarked
package im.linnet.endpoint;

import org.jspecify.annotations.NullMarked;
