/**
 * Publish-Subscribe (XEP-0060) and Personal Eventing (XEP-0163): {@link im.linnet.pubsub.PubSub}
 * publishes, reads and manages the nodes of services and accounts, and delivers their events.
 */
@NullMarked
package im.linnet.pubsub;

import org.jspecify.annotations.NullMarked;
