package im.linnet.rostersync;

import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/**
 * The question whether to apply the suggestions of a gateway, now and in the future.
 *
 * @param gateway the gateway's domain
 * @param name the gateway's name on the user's roster, or null
 * @param suggestions how many suggestions wait now; more may follow while the question is open, see
 *     {@link RosterSync#waiting}
 */
public record Question(Jid gateway, @Nullable String name, int suggestions) {}
