package im.linnet.gateway;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks gateways for prompts and addresses (XEP-0100, section 6.3). Stateless. */
final class Names {

  private final XmppClient client;
  private final Disco disco;

  Names(XmppClient client, Disco disco) {
    this.client = client;
    this.disco = disco;
  }

  CompletableFuture<Prompt> prompt(Jid gateway, @Nullable String language) {
    Iq question = Iq.get(gateway, Element.of("query", Prompt.NAMESPACE));
    try {
      if (language != null) {
        question = Iq.of(question.element().toBuilder().lang(language).build());
      }
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("There is no such language: " + unsendable.getMessage()));
    }
    return client.request(question, Names::prompt);
  }

  private static Prompt prompt(Iq answer) {
    Prompt prompt = answer.payload(Prompt.TYPE);
    if (prompt == null) {
      throw new IllegalArgumentException(
          "no <query xmlns='%s'/> with a prompt".formatted(Prompt.NAMESPACE));
    }
    return prompt;
  }

  /** Escapes the name if the gateway says so; asks the gateway if not, or if it says nothing. */
  CompletableFuture<Jid> address(Jid gateway, String name) {
    RequestChain<Jid> address = new RequestChain<>();
    address.then(
        disco.info(gateway),
        info -> {
          if (Gateway.escapes(info)) {
            escape(gateway, name, address);
          } else {
            ask(gateway, name, address);
          }
        },
        failure -> ask(gateway, name, address));
    return address;
  }

  private static void escape(Jid gateway, String name, RequestChain<Jid> address) {
    try {
      address.complete(EscapedName.escape(name).at(gateway));
    } catch (IllegalArgumentException noName) {
      address.completeExceptionally(
          new RefusedException(
              "No contact of %s has such a name: %s".formatted(gateway, noName.getMessage())));
    }
  }

  private void ask(Jid gateway, String name, RequestChain<Jid> address) {
    Element query;
    try {
      query = Element.builder("query", Prompt.NAMESPACE).child("prompt", name).build();
    } catch (IllegalArgumentException unsendable) {
      address.completeExceptionally(
          new RefusedException(
              "No contact of %s has such a name: %s".formatted(gateway, unsendable.getMessage())));
      return;
    }
    address.then(
        client.request(Iq.set(gateway, query), answer -> address(answer, gateway)),
        address::complete);
  }

  private static Jid address(Iq answer, Jid gateway) {
    Element query = answer.element().child("query", Prompt.NAMESPACE);
    String jid = query == null ? null : query.childText("jid");
    String prompt = query == null ? null : query.childText("prompt");
    String text = jid == null || jid.isBlank() ? prompt : jid;
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("no address, neither in <jid/> nor in <prompt/>");
    }
    Jid address = Jid.received(text.strip());
    if (address.local() == null || !address.domainJid().equals(gateway)) {
      throw new IllegalArgumentException(
          "%s (expected: an address at %s)".formatted(address, gateway));
    }
    return address.bare();
  }
}
