/**
 * From a domain to a bound stream: the service is located, its endpoints are tried in order, and
 * redirects are followed ({@link im.linnet.internal.connect.Journey}; RFC 6120, section 3.2 and
 * section 4.9.3.19).
 */
@NullMarked
package im.linnet.internal.connect;

import org.jspecify.annotations.NullMarked;
