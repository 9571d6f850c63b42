/**
 * SASL mechanisms of services that were to Google and Facebook what Messenger was to Microsoft:
 * X-OAUTH2, X-GOOGLE-TOKEN and X-FACEBOOK-PLATFORM. None has a specification; each is as its
 * service's documents and clients had it. All work only under TLS.
 */
@NullMarked
package im.linnet.sasl.siblings;

import org.jspecify.annotations.NullMarked;
