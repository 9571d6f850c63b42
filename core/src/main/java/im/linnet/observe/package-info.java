/**
 * What a client does, for those who watch it: {@link im.linnet.observe.ClientListener} is called
 * with each event, {@link im.linnet.observe.Health} shows the present state. The same events are
 * written to the JDK's flight recorder; docs/observability.md lists them.
 */
@NullMarked
package im.linnet.observe;

import org.jspecify.annotations.NullMarked;
