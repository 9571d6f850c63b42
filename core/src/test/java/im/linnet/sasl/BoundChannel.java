package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection with channel bindings, and a server that may list the types of them. */
record BoundChannel(
    String profile,
    Set<String> offered,
    @Nullable List<String> listed,
    Map<String, byte[]> bindings,
    boolean secure)
    implements SaslChannel {

  static final String EXPORTER = "tls-exporter";
  static final String END_POINT = "tls-server-end-point";

  private static final String SASL1 = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String TYPES = "urn:xmpp:sasl-cb:0";

  /** A connection without channel binding whose server lists no types. */
  static BoundChannel offering(String... mechanisms) {
    Set<String> offered = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(mechanisms)));
    return new BoundChannel(SASL1, offered, null, Map.of(), true);
  }

  /** The same, by SASL2. */
  BoundChannel inSasl2() {
    return new BoundChannel(SASL2, offered, listed, bindings, secure);
  }

  /** The same with a server that lists types. */
  BoundChannel listing(String... types) {
    return new BoundChannel(profile, offered, List.of(types), bindings, secure);
  }

  /** The same with a binding on this connection; each type has 32 bytes of its own. */
  BoundChannel having(String... types) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (String type : types) {
      all.put(type, data(type));
    }
    return new BoundChannel(profile, offered, listed, all, secure);
  }

  /** The same with other data. */
  BoundChannel having(String type, byte[] data) {
    return new BoundChannel(profile, offered, listed, Map.of(type, data), secure);
  }

  /** The same with a server that nobody has verified. */
  BoundChannel unverified() {
    return new BoundChannel(profile, offered, listed, bindings, false);
  }

  /** The data of a type: 0 to 31, or 32 to 63. */
  static byte[] data(String type) {
    byte[] data = new byte[32];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (type.equals(EXPORTER) ? i : i + data.length);
    }
    return data;
  }

  @Override
  public Features features() {
    ElementBuilder features = Element.builder("features", "http://etherx.jabber.org/streams");
    if (listed != null) {
      ElementBuilder list = Element.builder("sasl-channel-binding", TYPES);
      for (String type : listed) {
        list.child(Element.builder("channel-binding", TYPES).attribute("type", type).build());
      }
      features.child(list.build());
    }
    return new Features(features.build());
  }

  @Override
  public byte @Nullable [] channelBinding(String type) {
    return bindings.get(type);
  }

  @Override
  public Jid account() {
    return Jid.of("user@example.com");
  }

  @Override
  public SSLSession tls() {
    return Channels.tls();
  }

  @Override
  public Endpoint endpoint() {
    return Channels.PLACE;
  }

  @Override
  public Executor computing() {
    return ForkJoinPool.commonPool();
  }

  @Override
  public CompletionStage<Void> ended() {
    return new CompletableFuture<>();
  }
}
