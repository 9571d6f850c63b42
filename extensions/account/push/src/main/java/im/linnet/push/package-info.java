/**
 * Push Notifications (XEP-0357): {@link im.linnet.push.Push} asks the user's server to notify a
 * push service while the client is away, {@link im.linnet.push.PushPublication} is what the push
 * service then receives.
 */
@NullMarked
package im.linnet.push;

import org.jspecify.annotations.NullMarked;
