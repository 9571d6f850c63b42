package im.linnet.pubsub;

import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Scripts of a service. */
final class Scripts {

  static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  static final String OWNER = PUBSUB + "#owner";
  static final String EVENT = PUBSUB + "#event";
  static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

  static final Jid SERVICE = Jid.of("pubsub.example.com");
  static final String TO = "to='pubsub.example.com'";
  static final String FROM = "from='pubsub.example.com'";

  private Scripts() {}

  static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.builder().with(Disco::new).with(PubSub::new).bound(lines);
  }

  /** A request to the own account, or to {@code to=..}. */
  static String iq(String type, String namespace, String content) {
    return iq("", type, namespace, content);
  }

  static String iq(String attributes, String type, String namespace, String content) {
    return "<iq id='{id}' type='%s' %s><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(type, attributes, namespace, content);
  }

  static String result(String namespace, String content) {
    return result("", namespace, content);
  }

  static String result(String attributes, String namespace, String content) {
    return "<iq id='{id}' type='result' %s><pubsub xmlns='%s'>%s</pubsub></iq>"
        .formatted(attributes, namespace, content);
  }

  static String done() {
    return "<iq id='{id}' type='result'/>";
  }

  static String error(String type, String condition, String... more) {
    return "<iq id='{id}' type='error'><error type='%s'><%s xmlns='%s'/>%s</error></iq>"
        .formatted(type, condition, STANZAS, String.join("", more));
  }

  static String detail(String condition) {
    return "<%s xmlns='%s'/>".formatted(condition, PubSubError.NAMESPACE);
  }

  static String form(String formType, String... fields) {
    return "<x xmlns='jabber:x:data' type='submit'>"
        + "<field var='FORM_TYPE' type='hidden'><value>%s</value></field>%s</x>"
            .formatted(formType, String.join("", fields));
  }

  static String field(String var, String value) {
    return "<field var='pubsub#%s'><value>%s</value></field>".formatted(var, value);
  }

  static String tune(String title) {
    return "<tune xmlns='%s'><title>%s</title></tune>".formatted(Tune.NAMESPACE, title);
  }

  static PubSubNode<Tune> own(ScriptedClient it) {
    return it.get(PubSub.class).own(Tune.NODE);
  }

  static PubSubNode<Tune> there(ScriptedClient it) {
    return it.get(PubSub.class).node(SERVICE, Tune.NODE);
  }

  /** Asks the own account once. */
  static <T> T asked(
      String request, String answer, Function<PubSubNode<Tune>, CompletableFuture<T>> question) {
    try (ScriptedClient it = client(s -> s.expect(request).send(answer))) {
      return question.apply(own(it)).join();
    }
  }

  /** Asks the service once. */
  static <T> T askedThere(
      String request, String answer, Function<PubSubNode<Tune>, CompletableFuture<T>> question) {
    try (ScriptedClient it = client(s -> s.expect(request).send(answer))) {
      return question.apply(there(it)).join();
    }
  }

  static String node(String name, String more, String content) {
    return "<%s node='%s' %s>%s</%s>".formatted(name, Tune.NAMESPACE, more, content, name);
  }
}
