package im.linnet.about;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Those who are answered: the own account, the own server, and the addresses that a predicate
 * allows. Others get the answer that the server gives for an absent resource.
 */
record Audience(XmppClient client, Predicate<? super Jid> allowed) {

  CompletionStage<Reply> answer(Iq request, Supplier<? extends Payload> answer) {
    Jid from = request.from();
    Jid own = client.address();
    boolean answered =
        from == null
            || from.isSameAccount(own)
            || from.equals(own.domainJid())
            || allowed.test(from);
    return (answered ? Reply.result(answer.get()) : Reply.error(Condition.SERVICE_UNAVAILABLE))
        .now();
  }
}
