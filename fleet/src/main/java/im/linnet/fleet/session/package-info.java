/**
 * What a fleet needs of a session: a client by default, something else in tests and benchmarks. See
 * {@link im.linnet.fleet.session.SessionFactory}.
 */
@NullMarked
package im.linnet.fleet.session;

import org.jspecify.annotations.NullMarked;
