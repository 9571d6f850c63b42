package im.linnet.commands;

import im.linnet.commands.CommandReply.Asked;
import im.linnet.commands.CommandReply.Completed;
import im.linnet.commands.CommandReply.Refused;
import im.linnet.commands.OfferedSession.Stage;
import im.linnet.commands.OfferedSession.Working;
import im.linnet.forms.DataForm;
import im.linnet.forms.InvalidFieldException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The commands of this client, and the answers to those who execute them (XEP-0050). */
final class Offers {

  private final Map<String, Offer> offers = new ConcurrentSkipListMap<>();
  private final OfferedSessions sessions;

  Offers(OfferedSessions sessions) {
    this.sessions = sessions;
  }

  /** Adds a command. False if there is one of this node already. */
  boolean add(Offer offer) {
    return offers.putIfAbsent(offer.node(), offer) == null;
  }

  void remove(Offer offer) {
    if (offers.remove(offer.node(), offer)) {
      sessions.endAll(offer);
    }
  }

  @Nullable Offer get(String node) {
    return offers.get(node);
  }

  /** The commands that somebody may use, in the order of their nodes. */
  List<Offer> allowed(Jid from) {
    Collection<Offer> all = offers.values();
    return all.stream().filter(offer -> offer.allows(from)).toList();
  }

  /** Why somebody can't use a command, or null if it is possible. */
  @Nullable StanzaError obstacle(Jid from, @Nullable Offer offer) {
    if (offer != null && offer.allows(from)) {
      return null;
    }
    if (allowed(from).isEmpty()) {
      // As if nobody were here: strangers do not learn that the client is online.
      return StanzaError.of(Condition.SERVICE_UNAVAILABLE);
    }
    return (offer == null ? CommandError.ITEM_NOT_FOUND : CommandError.FORBIDDEN)
        .toStanzaError(null);
  }

  CompletionStage<Reply> handle(Iq request, Jid from) {
    Element command = request.payload();
    String node = command == null ? null : command.attribute("node");
    Offer offer = node == null ? null : offers.get(node);
    StanzaError obstacle = obstacle(from, offer);
    if (obstacle != null || command == null || offer == null) {
      return Reply.error(obstacle == null ? StanzaError.of(Condition.BAD_REQUEST) : obstacle).now();
    }
    String said = command.attribute("action");
    CommandAction action = said == null ? CommandAction.EXECUTE : CommandAction.of(said);
    if (action == null) {
      return refusal(CommandError.MALFORMED_ACTION, null);
    }
    String id = command.attribute("sessionid");
    String lang = command.lang() == null ? request.lang() : command.lang();
    return id == null || id.isEmpty()
        ? start(offer, from, action, lang)
        : proceed(offer, from, action, lang, id, command);
  }

  private CompletionStage<Reply> start(
      Offer offer, Jid from, CommandAction action, @Nullable String lang) {
    if (action != CommandAction.EXECUTE) {
      return refusal(CommandError.BAD_ACTION, "A command starts with the action execute");
    }
    OfferedSession session = sessions.open(offer, from);
    return session == null
        ? Reply.error(StanzaError.of(Condition.RESOURCE_CONSTRAINT)).now()
        : run(session, offer.handler(), new CommandRequest(from, offer.node(), lang, null));
  }

  private CompletionStage<Reply> proceed(
      Offer offer,
      Jid from,
      CommandAction action,
      @Nullable String lang,
      String id,
      Element command) {
    OfferedSession session = sessions.find(id, from);
    if (session == null || session.offer() != offer) {
      boolean ended = session == null && sessions.hasEnded(id, from);
      return refusal(ended ? CommandError.SESSION_EXPIRED : CommandError.BAD_SESSIONID, null);
    }
    if (action == CommandAction.CANCEL) {
      sessions.end(session);
      return Reply.result(CommandReply.command(session, CommandStatus.CANCELED).build()).now();
    }
    Stage stage = session.current();
    if (stage == null || session.state() instanceof Working) {
      return Reply.error(
              StanzaError.of(
                  Condition.UNEXPECTED_REQUEST, "The request before is still being processed"))
          .now();
    }
    if (action == CommandAction.PREV) {
      return back(session);
    }
    if (action != CommandAction.EXECUTE && action != stage.asked().action()) {
      return refusal(CommandError.BAD_ACTION, null);
    }
    return submit(session, stage.asked(), lang, DataForm.TYPE.in(command));
  }

  private static CompletionStage<Reply> back(OfferedSession session) {
    Stage earlier = session.back();
    return earlier == null
        ? refusal(CommandError.BAD_ACTION, "There is no stage before")
        : Reply.result(earlier.reply().toElement(session, earlier.asked(), session.isFirst()))
            .now();
  }

  private CompletionStage<Reply> submit(
      OfferedSession session, Asked asked, @Nullable String lang, @Nullable DataForm submitted) {
    DataForm answer;
    try {
      answer = Submission.checked(asked.form(), submitted);
    } catch (InvalidFieldException invalid) {
      return refusal(CommandError.BAD_PAYLOAD, invalid.getMessage());
    }
    session.work();
    return run(
        session, asked.next(), new CommandRequest(session.owner(), session.node(), lang, answer));
  }

  private CompletionStage<Reply> run(
      OfferedSession session, CommandHandler handler, CommandRequest request) {
    CompletionStage<CommandReply> reply;
    try {
      reply = Objects.requireNonNull(handler.handle(request), "the stage of a reply");
    } catch (RuntimeException | Error failure) {
      sessions.end(session);
      throw failure;
    }
    return reply.handle(
        (given, failure) -> {
          try {
            if (failure != null) {
              throw failure instanceof CompletionException wrapped
                  ? wrapped
                  : new CompletionException(failure);
            }
            return settle(session, given);
          } catch (RuntimeException | Error fault) {
            sessions.end(session);
            throw fault;
          }
        });
  }

  private Reply settle(OfferedSession session, CommandReply reply) {
    CommandReply.Outcome outcome = reply.outcome();
    if (outcome instanceof Asked asked) {
      return session.ask(new Stage(reply, asked))
          ? Reply.result(reply.toElement(session, asked, session.isFirst()))
          : expired();
    }
    if (outcome instanceof Completed completed) {
      return sessions.end(session) ? Reply.result(reply.toElement(session, completed)) : expired();
    }
    Refused refused = (Refused) outcome;
    if (!session.askAgain()) {
      sessions.end(session);
    }
    return Reply.error(refused.error().toStanzaError(refused.text()));
  }

  /** It was cancelled or took too long while the handler worked. */
  private static Reply expired() {
    return Reply.error(CommandError.SESSION_EXPIRED.toStanzaError(null));
  }

  private static CompletionStage<Reply> refusal(CommandError error, @Nullable String text) {
    return Reply.error(error.toStanzaError(text)).now();
  }
}
