/** Calls those who watch a client: {@link im.linnet.internal.observe.Listeners}. */
@NullMarked
package im.linnet.internal.observe;

import org.jspecify.annotations.NullMarked;
