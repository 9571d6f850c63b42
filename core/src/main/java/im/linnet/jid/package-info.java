/**
 * XMPP addresses (RFC 7622), with internationalised domain names after IDNA2008 (RFC 5890 to 5893).
 *
 * <p>Where this departs from the letter, and why:
 *
 * <ul>
 *   <li>Code points are those of the running JDK's Unicode version; newer ones are unassigned, and
 *       so refused.
 *   <li>A zero width non-joiner is allowed after a virama, but not between joining letters, as the
 *       JDK does not know which letters join.
 *   <li>The Bidi rule (RFC 5893) is applied to each label by itself.
 *   <li>Leading and trailing spaces in a resourcepart are kept (RFC 7622, erratum 4560).
 * </ul>
 */
@NullMarked
package im.linnet.jid;

import org.jspecify.annotations.NullMarked;
