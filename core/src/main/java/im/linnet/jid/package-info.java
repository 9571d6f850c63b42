/**
 * XMPP addresses (RFC 7622), with internationalised domain names according to IDNA2008 (RFC 5890 to
 * 5893).
 *
 * <p>Deviations and choices:
 *
 * <ul>
 *   <li>Code points are those of Unicode 18.0 on every JDK; newer ones are unassigned and therefore
 *       refused.
 *   <li>The Bidi rule (RFC 5893) is applied to each label separately.
 *   <li>Leading and trailing spaces in a resourcepart are kept (RFC 7622, erratum 4560).
 * </ul>
 */
@NullMarked
package im.linnet.jid;

import org.jspecify.annotations.NullMarked;
