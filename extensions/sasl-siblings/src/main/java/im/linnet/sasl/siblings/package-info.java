/** SASL mechanisms of services like Messenger: X-OAUTH2, X-GOOGLE-TOKEN, X-FACEBOOK-PLATFORM. */
@NullMarked
package im.linnet.sasl.siblings;

import org.jspecify.annotations.NullMarked;
