package im.linnet.commands;

import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/**
 * A command that an entity offers (XEP-0050, section 2.2).
 *
 * @param entity who offers it
 * @param node identifies the command
 * @param name a name for display, or null
 */
public record Command(Jid entity, String node, @Nullable String name) {}
