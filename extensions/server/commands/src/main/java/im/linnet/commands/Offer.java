package im.linnet.commands;

import im.linnet.jid.Jid;
import java.util.function.Predicate;

/**
 * A command that this client offers. Compared by identity: the same command offered again is
 * another offer, which does not continue the sessions of the first.
 */
final class Offer {

  private final String node;
  private final String name;
  private final Predicate<? super Jid> allowed;
  private final CommandHandler handler;

  Offer(String node, String name, Predicate<? super Jid> allowed, CommandHandler handler) {
    this.node = node;
    this.name = name;
    this.allowed = allowed;
    this.handler = handler;
  }

  String node() {
    return node;
  }

  String name() {
    return name;
  }

  CommandHandler handler() {
    return handler;
  }

  boolean allows(Jid from) {
    return allowed.test(from);
  }
}
