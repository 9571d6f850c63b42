/**
 * What happens in a client, as events of the JDK's flight recorder. The only package that needs the
 * module jdk.jfr; without it there are no events.
 */
@NullMarked
package im.linnet.internal.jfr;

import org.jspecify.annotations.NullMarked;
