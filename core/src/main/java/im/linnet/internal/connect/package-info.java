/**
 * From a domain to a bound stream: the places of a service are tried in order and redirects are
 * followed, under one deadline ({@link im.linnet.internal.connect.Journey}).
 */
@NullMarked
package im.linnet.internal.connect;

import org.jspecify.annotations.NullMarked;
