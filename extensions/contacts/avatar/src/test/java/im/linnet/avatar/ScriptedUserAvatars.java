package im.linnet.avatar;

import im.linnet.Extension;
import im.linnet.connection.BoundStream;
import im.linnet.disco.Disco;
import im.linnet.pubsub.PubSub;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client that also uses nodes of accounts, and the lines about them. */
abstract class ScriptedUserAvatars extends ScriptedAvatars {

  static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  static final String ACCOUNT =
      "<iq type='get' id='{acc}' to='juliet@localhost'>"
          + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
  static final String PEP = "<identity category='pubsub' type='pep'/>";
  static final String CONVERTING = PEP + "<feature var='urn:xmpp:pep-vcard-conversion:0'/>";
  static final String EMPTY = "<metadata xmlns='urn:xmpp:avatar:metadata'/>";

  ScriptedClient withNodes(AvatarSettings.Builder settings, Consumer<Script> lines) {
    CompletableFuture<Void> bound = new CompletableFuture<>();
    ScriptedClient it =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(PubSub::new)
            .with(
                client -> {
                  Avatars avatars = new Avatars(client, settings.userAvatars(true).build());
                  avatars.onChange(events::add);
                  return avatars;
                })
            .with(Barrier::new)
            .with(client -> new Bound(bound))
            .bound(lines);
    bound.orTimeout(20, TimeUnit.SECONDS).join();
    return it;
  }

  /** Added last, so all others have taken the stream, too: what was cached before is forgotten. */
  private record Bound(CompletableFuture<Void> taken) implements Extension {

    @Override
    public void bound(BoundStream stream) {
      taken.complete(null);
    }
  }

  ScriptedClient withNodes(Consumer<Script> lines) {
    return withNodes(settings(), lines);
  }

  static String account(String content) {
    return ("<iq type='result' id='{acc}' from='juliet@localhost'>"
            + "<query xmlns='http://jabber.org/protocol/disco#info'>%s</query></iq>")
        .formatted(content);
  }

  static String metadata(byte[] picture) {
    return info(
        "bytes='%d' id='%s' type='image/png'".formatted(picture.length, Pictures.hash(picture)));
  }

  static String info(String attributes) {
    return "<metadata xmlns='urn:xmpp:avatar:metadata'><info " + attributes + "/></metadata>";
  }

  static String event(Object from, String metadata) {
    return event(from, "items", "<item id='current'>" + metadata + "</item>");
  }

  static String event(Object from, String name, String content) {
    return ("<message from='%s' type='headline'><event xmlns='%s#event'>"
            + "<%s node='urn:xmpp:avatar:metadata'>%s</%s></event></message>")
        .formatted(from, PUBSUB, name, content, name);
  }

  static String getData(Object to, String hash) {
    return ("<iq type='get' id='{id}' to='%s'><pubsub xmlns='%s'>"
            + "<items node='urn:xmpp:avatar:data'><item id='%s'/></items></pubsub></iq>")
        .formatted(to, PUBSUB, hash);
  }

  static String getData(Object to, byte[] picture) {
    return getData(to, Pictures.hash(picture));
  }

  static String data(Object from, String hash, String content) {
    return result(
        from,
        ("<pubsub xmlns='%s'><items node='urn:xmpp:avatar:data'><item id='%s'>"
                + "<data xmlns='urn:xmpp:avatar:data'>%s</data></item></items></pubsub>")
            .formatted(PUBSUB, hash, content));
  }

  static String data(Object from, byte[] picture) {
    return data(from, Pictures.hash(picture), Pictures.base64(picture));
  }

  static String getMetadata(Object to) {
    return ("<iq type='get' id='{id}' to='%s'><pubsub xmlns='%s'>"
            + "<items node='urn:xmpp:avatar:metadata' max_items='1'/></pubsub></iq>")
        .formatted(to, PUBSUB);
  }

  static String metadataResult(Object from, String content) {
    return result(
        from,
        "<pubsub xmlns='%s'><items node='urn:xmpp:avatar:metadata'>%s</items></pubsub>"
            .formatted(PUBSUB, content));
  }

  static String publish(String node, String item) {
    return "<iq type='set' id='{set}'><pubsub xmlns='%s'><publish node='%s'>%s</publish></pubsub></iq>"
        .formatted(PUBSUB, node, item);
  }

  static void published(Script script, byte[] picture) {
    String hash = Pictures.hash(picture);
    script
        .expect(
            publish(
                "urn:xmpp:avatar:data",
                "<item id='%s'><data xmlns='urn:xmpp:avatar:data'>%s</data></item>"
                    .formatted(hash, Pictures.base64(picture))))
        .send("<iq type='result' id='{set}'/>")
        .expectLike(
            publish(
                "urn:xmpp:avatar:metadata",
                "<item id='%s'>%s</item>".formatted(hash, metadata(picture))))
        .send("<iq type='result' id='{set}'/>");
  }
}
