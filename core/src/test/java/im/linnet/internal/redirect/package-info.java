/** Tests of where a redirect may lead. */
@NullMarked
package im.linnet.internal.redirect;

import org.jspecify.annotations.NullMarked;
