package im.linnet.test;

import im.linnet.ClientBuilder;
import im.linnet.Extension;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.peer.SignInForm;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A client and a server that follows a script once the client's resource is bound. {@link #close()}
 * fails, with the transcript, if the client deviated from the script.
 *
 * <pre>{@code
 * try (ScriptedClient it =
 *     ScriptedClient.bound(
 *         Ping::new,
 *         script ->
 *             script
 *                 .expectLike("<iq type='get' id='{id}'><ping xmlns='urn:xmpp:ping'/></iq>")
 *                 .send("<iq type='result' id='{id}'/>"))) {
 *   it.get(Ping.class).ping().join();
 * }
 * }</pre>
 *
 * <p>The client's address is {@code juliet@localhost/balcony} unless set. It signs in with
 * ANONYMOUS in clear text, or with PLAIN {@linkplain Builder#overTls() over TLS}. With the system
 * property {@code linnet.signin=sasl2} it signs in by SASL2, always over TLS.
 */
public final class ScriptedClient implements AutoCloseable {

  private static final String ADDRESS = "juliet@localhost/balcony";
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
  private static final long LIMIT_SECONDS = 20;

  private final ScriptedPeer peer;
  private final XmppClient client;
  private final boolean strict;

  private ScriptedClient(ScriptedPeer peer, XmppClient client, boolean strict) {
    this.peer = peer;
    this.client = client;
    this.strict = strict;
  }

  /** {@return a builder, for one thread} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Connects a client with one extension. After the last line the client must send nothing more
   * until it closes the stream.
   *
   * @param extension creates the extension
   * @param lines what the server expects and sends
   * @return the connected client
   */
  public static ScriptedClient bound(
      Function<? super XmppClient, ? extends Extension> extension, Consumer<Script> lines) {
    return builder().with(extension).bound(lines);
  }

  /**
   * Configures a client for tests with several connections, whose scripts cover the whole stream.
   *
   * @param peer the server, in clear text
   * @return a builder of the client {@code juliet@localhost}, complete except for its extensions
   */
  public static ClientBuilder of(ScriptedPeer peer) {
    return XmppClient.builder("juliet@localhost")
        .sasl(Sasl.anonymous())
        .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
        .tls(unverified())
        .requestLimit(REQUEST_LIMIT);
  }

  /** Clear text, unless the script's sign-in needs TLS. */
  private static TlsPolicy unverified() {
    TlsPolicy.Builder policy = TlsPolicy.builder();
    return switch (SignInForm.selected()) {
      case RFC6120 -> policy.insecurelyAllowClearText().build();
      case SASL2 -> policy.insecurelyTrustAnyone().build();
    };
  }

  /**
   * The lines of such a server until {@code juliet@localhost/balcony} is bound.
   *
   * @param script the lines are added to it
   * @param features the features besides {@code <bind/>}, as XML
   * @return the script
   */
  public static Script login(Script script, String features) {
    script.signIn("localhost", "ANONYMOUS");
    bind(script, "localhost", ADDRESS, features);
    return script;
  }

  private static void bind(Script script, String domain, String jid, String features) {
    script
        .openStream(domain, "<bind xmlns='" + BIND + "'/>" + features)
        .expectLike("<iq type='set' id='{bind}'><bind xmlns='" + BIND + "'/></iq>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='%s'><jid>%s</jid></bind></iq>"
                .formatted(BIND, jid));
  }

  /** {@return the client} */
  public XmppClient client() {
    return client;
  }

  /**
   * Finds an extension of the client.
   *
   * @param type its class
   * @return the extension
   */
  public <T extends Extension> T get(Class<T> type) {
    return client.get(type);
  }

  /** {@return the server} */
  public ScriptedPeer peer() {
    return peer;
  }

  /** Waits until the callbacks that are due have run. */
  public void callbacksDone() {
    CompletableFuture.runAsync(() -> {}, client.context().callbacks())
        .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /**
   * Closes the client, then the server.
   *
   * @throws AssertionError if the client deviated from the script, unless {@link
   *     Builder#endingAnyhow}
   */
  @Override
  public void close() {
    if (strict) {
      try (peer) {
        client.shutdown().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        peer.await();
      }
    } else {
      // The server first, as it would not answer the closing tag, which the client awaits.
      peer.close();
      client.shutdown().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  /** Sets up a {@link ScriptedClient}. */
  public static final class Builder {

    private String jid = ADDRESS;
    private String features = "";
    private boolean tls;
    private boolean strict = true;
    private UnaryOperator<ClientBuilder> change = client -> client.requestLimit(REQUEST_LIMIT);

    private Builder() {}

    /**
     * Sets the address that the server binds.
     *
     * @param full such as {@code juliet@localhost/balcony}
     * @return this builder
     */
    public Builder jid(String full) {
      jid = full;
      return this;
    }

    /**
     * Adds features besides resource binding.
     *
     * @param xml the features besides {@code <bind/>}
     * @return this builder
     */
    public Builder features(String xml) {
      features = xml;
      return this;
    }

    /** {@return this builder, for a client that uses STARTTLS} */
    public Builder overTls() {
      tls = true;
      return this;
    }

    /**
     * Does not check how the stream ends: for scripts that do not cover all that the client sends.
     *
     * @return this builder
     */
    public Builder endingAnyhow() {
      strict = false;
      return this;
    }

    /**
     * Adds an extension.
     *
     * @param extension creates it
     * @return this builder
     */
    public Builder with(Function<? super XmppClient, ? extends Extension> extension) {
      return client(client -> client.with(extension));
    }

    /**
     * Sets the profile of the service.
     *
     * @param profile the profile
     * @return this builder
     */
    public Builder profile(ServiceProfile profile) {
      return client(client -> client.profile(profile));
    }

    /**
     * Changes other settings of the client.
     *
     * @param further called once, when the client is built
     * @return this builder
     */
    public Builder client(UnaryOperator<ClientBuilder> further) {
      UnaryOperator<ClientBuilder> before = change;
      change = builder -> further.apply(before.apply(builder));
      return this;
    }

    /**
     * Connects the client.
     *
     * @param lines what the server expects and sends once the resource is bound
     * @return the connected client
     * @throws AssertionError if it does not connect
     */
    public ScriptedClient bound(Consumer<Script> lines) {
      ScriptedClient made = built(lines);
      try {
        made.client.connect().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        return made;
      } catch (CompletionException e) {
        String seen = made.peer.transcript();
        made.peer.close();
        made.client.shutdown();
        throw new AssertionError("not connected; the server saw:\n" + seen, e.getCause());
      }
    }

    /**
     * Builds the client without connecting it.
     *
     * @param lines what the server expects and sends once the resource is bound
     * @return the client
     */
    public ScriptedClient built(Consumer<Script> lines) {
      String account = jid.contains("/") ? jid.substring(0, jid.indexOf('/')) : jid;
      String domain = account.substring(account.indexOf('@') + 1);
      ScriptedPeer peer = ScriptedPeer.listen();
      ClientBuilder client =
          XmppClient.builder(account).endpoint(Endpoint.startTls("127.0.0.1", peer.port()));
      if (tls) {
        TestCertificates authority = TestCertificates.create();
        peer.withTls(authority.server(domain).serverContext());
        client
            .sasl(Sasl.password("secret").allowPlain())
            .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build());
      } else {
        client.sasl(Sasl.anonymous()).tls(unverified());
      }
      peer.script(
          script -> {
            if (tls) {
              script.secureStream(domain);
            }
            script
                .signIn(domain, tls ? "PLAIN" : "ANONYMOUS")
                .then(it -> bind(it, domain, jid, features));
            script.then(lines);
            if (strict) {
              script.expectClose().close();
            }
          });
      return new ScriptedClient(peer, change.apply(client).build(), strict);
    }
  }
}
