/**
 * A small XMPP server in this process, for machines without a real one: accounts, roster,
 * subscriptions, presence, offline messages, vCards, in-band registration, and a port for external
 * components. It does what RFC 6120 and RFC 6121 require of a server that tests rely on, and
 * nothing beyond: no other servers, no stream management, no archive.
 *
 * <pre>{@code
 * try (SmallServer server =
 *     SmallServer.builder().user("juliet", "secret").component("msn.localhost", "shared").start()) {
 *   System.out.println("Clients connect to port " + server.starttlsPort());
 *   System.out.println("msn.localhost attaches itself to port " + server.componentPort());
 * }
 * }</pre>
 */
@NullMarked
package im.linnet.testkit.small;

import org.jspecify.annotations.NullMarked;
