/**
 * SASL mechanisms of Google Talk and Facebook Chat: X-OAUTH2, X-GOOGLE-TOKEN and
 * X-FACEBOOK-PLATFORM. None has a specification; each follows the documentation and the clients of
 * its service. All work only under TLS.
 */
@NullMarked
package im.linnet.sasl.siblings;

import org.jspecify.annotations.NullMarked;
