/** One session of one account. */
@NullMarked
package im.linnet.fleet.internal.session;

import org.jspecify.annotations.NullMarked;
