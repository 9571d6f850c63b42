/**
 * XMPP addresses (RFC 7622), with internationalised domain names after IDNA2008 (RFC 5890 to 5893).
 *
 * <p>Where this departs from the letter, and why:
 *
 * <ul>
 *   <li>Code points are those of Unicode 18.0, whatever JDK runs; newer ones are unassigned, and so
 *       refused.
 *   <li>The Bidi rule (RFC 5893) is applied to each label by itself.
 *   <li>Leading and trailing spaces in a resourcepart are kept (RFC 7622, erratum 4560).
 * </ul>
 */
@NullMarked
package im.linnet.jid;

import org.jspecify.annotations.NullMarked;
