/**
 * In-Band Registration (XEP-0077): with services such as gateways and for the own account by {@link
 * im.linnet.registration.Registration}, and of a new account before signing in by {@link
 * im.linnet.registration.AccountRegistration}.
 */
@NullMarked
package im.linnet.registration;

import org.jspecify.annotations.NullMarked;
