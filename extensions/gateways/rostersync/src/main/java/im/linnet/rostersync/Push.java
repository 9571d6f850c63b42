package im.linnet.rostersync;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A received stanza with suggestions.
 *
 * @param gateway the sender's domain
 * @param suggestions the suggestions, at least one
 * @param ordinary the stanza for ordinary handling; null for a request, and for a message that was
 *     delivered already because it is for people, too
 * @param reply the reply to a request, or null
 */
record Push(
    Jid gateway,
    List<Suggestion> suggestions,
    @Nullable Stanza ordinary,
    @Nullable CompletableFuture<Reply> reply) {

  /** The push of a presence, or null if it is none. */
  static @Nullable Push of(Presence presence) {
    Suggestion suggestion = Subsync.suggestion(presence);
    return suggestion == null
        ? null
        : new Push(suggestion.gateway(), List.of(suggestion), presence, null);
  }

  /** The push of a message. */
  static Push of(Message message, Exchange exchange) {
    boolean forPeople = message.body() != null || message.subject() != null;
    return new Push(exchange.gateway(), exchange.suggestions(), forPeople ? null : message, null);
  }

  /** The push of a request. */
  static Push of(Exchange exchange, CompletableFuture<Reply> reply) {
    return new Push(exchange.gateway(), exchange.suggestions(), null, reply);
  }

  /** The contact whose earlier push this one replaces, or null. */
  @Nullable Jid replaces() {
    boolean one = suggestions.size() == 1 && suggestions.get(0).wanted().isEndState();
    return one ? suggestions.get(0).contact() : null;
  }

  /** About how many characters it takes. */
  long weight() {
    long stanza = ordinary == null ? 0 : ordinary.element().weight();
    return stanza + suggestions.stream().mapToLong(Suggestion::weight).sum();
  }

  void reply(Reply now) {
    if (reply != null) {
      reply.complete(now);
    }
  }
}
