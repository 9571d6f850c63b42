/**
 * The standard negotiation steps, except stream management: STARTTLS (RFC 6120, section 5), SASL
 * (section 6), resource binding (section 7), and the session of RFC 3921.
 */
@NullMarked
package im.linnet.internal.steps;

import org.jspecify.annotations.NullMarked;
