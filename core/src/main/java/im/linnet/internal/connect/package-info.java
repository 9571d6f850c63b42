/**
 * From a domain to a bound stream: tries the endpoints of a service in order and follows redirects,
 * with one deadline ({@link im.linnet.internal.connect.Journey}).
 */
@NullMarked
package im.linnet.internal.connect;

import org.jspecify.annotations.NullMarked;
