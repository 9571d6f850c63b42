package im.linnet.testkit.messenger;

import im.linnet.testkit.messenger.RedirectPlan.When;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates from the first header to the bound session, in the order of RFC 6120: STARTTLS, SASL,
 * resource binding. A step that ends the connection returns null or false.
 */
final class Negotiation {
  private final Connection connection;
  private final Site site;
  private final MessengerSettings settings;
  private String mechanism = "";

  Negotiation(Connection connection) {
    this.connection = connection;
    this.site = connection.site();
    this.settings = site.settings();
  }

  /** {@return the session, or null if the connection ended before} */
  @Nullable Session run() throws IOException {
    if (!openStream(When.CLEAR_TEXT)) {
      return null;
    }
    if (settings.tls() != TlsOffer.NOT_OFFERED && !(secure() && openStream(When.AFTER_TLS))) {
      return null;
    }
    features(mechanisms());
    Account account = signIn();
    if (account == null || !openStream(When.AFTER_SASL)) {
      return null;
    }
    features("<bind xmlns='" + Ns.BIND + "'/>" + sessionFeature());
    return bind(account);
  }

  private boolean openStream(When when) throws IOException {
    XmlElement header = connection.readHeader();
    if (!header.is(Ns.STREAM, "stream")) {
      connection.refuse("invalid-namespace");
      return false;
    }
    if (!settings.domain().equalsIgnoreCase(header.attribute("to"))) {
      return waitInSilence();
    }
    connection.write(
        ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='%s' id='%s'"
                + " from='%s' version='1.0' xml:lang='en'>")
            .formatted(Ns.STREAM, site.newId(), settings.domain()));
    return !connection.redirects(when);
  }

  /** The real service gave no answer at all to a stream for another domain. */
  private boolean waitInSilence() throws IOException {
    XmlElement ignored;
    do {
      ignored = connection.read();
    } while (ignored != null);
    return false;
  }

  private void features(String content) throws IOException {
    connection.write(
        "<stream:features xmlns:stream='" + Ns.STREAM + "'>" + content + "</stream:features>");
  }

  private boolean secure() throws IOException {
    features("<starttls xmlns='" + Ns.TLS + "'><required/></starttls>" + mechanisms());
    XmlElement request = connection.read();
    if (request == null) {
      return false;
    }
    if (request.is(Ns.SASL, "auth")) {
      failSignIn("encryption-required");
      return false;
    }
    SSLContext context = connection.listener().tls();
    boolean wanted = request.is(Ns.TLS, "starttls");
    if (!wanted) {
      connection.refuse("not-authorized");
    } else if (settings.tls() == TlsOffer.REFUSED || context == null) {
      connection.write("<failure xmlns='" + Ns.TLS + "'/>");
      connection.end(Ending.CLOSE_TAG);
    } else if (connection.wire().buffered() > 0) {
      connection.refuse("policy-violation");
    } else {
      connection.write("<proceed xmlns='" + Ns.TLS + "'/>");
      connection.secure(context);
      return true;
    }
    return false;
  }

  private String mechanisms() {
    return "<mechanisms xmlns='%s'><mechanism>%s</mechanism>%s</mechanisms>"
        .formatted(
            Ns.SASL,
            XmlText.escape(settings.signIn().mechanism()),
            settings.signIn().plain() ? "<mechanism>PLAIN</mechanism>" : "");
  }

  private @Nullable Account signIn() throws IOException {
    XmlElement auth = connection.read();
    if (auth == null) {
      return null;
    }
    if (!auth.is(Ns.SASL, "auth")) {
      connection.refuse("not-authorized");
      return null;
    }
    String name = auth.attribute("mechanism");
    mechanism = name == null ? "" : name;
    if (!offered(mechanism)) {
      failSignIn("invalid-mechanism");
      return null;
    }
    Account account =
        mechanism.equals("PLAIN") ? plain(auth.text()) : site.accounts().withToken(auth.text());
    if (account == null) {
      failSignIn("not-authorized");
      return null;
    }
    connection.write("<success xmlns='" + Ns.SASL + "' />");
    return account;
  }

  private boolean offered(String name) {
    return name.equals(SignIn.MECHANISM) || (name.equals("PLAIN") && settings.signIn().plain());
  }

  private void failSignIn(String condition) throws IOException {
    String text = settings.signIn().failureText();
    String words = text == null ? "" : "<text xml:lang='en'>" + XmlText.escape(text) + "</text>";
    connection.write(
        "<failure xmlns='" + Ns.SASL + "'><" + condition + " />" + words + "</failure>");
    connection.end(settings.signIn().failureEnding());
  }

  /** RFC 4616: authorization identity, e-mail address, token. */
  private @Nullable Account plain(String response) {
    try {
      byte[] message = Base64.getDecoder().decode(response);
      String[] parts = new String(message, StandardCharsets.UTF_8).split("\0", -1);
      Account account = parts.length == 3 ? site.accounts().withToken(parts[2]) : null;
      boolean matches = account != null && account.user().email().equalsIgnoreCase(parts[1]);
      return matches ? account : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private String sessionFeature() {
    return switch (settings.session()) {
      case ABSENT -> "";
      case OPTIONAL -> "<session xmlns='" + Ns.SESSION + "'><optional/></session>";
      case REQUIRED -> "<session xmlns='" + Ns.SESSION + "'/>";
    };
  }

  private @Nullable Session bind(Account account) throws IOException {
    XmlElement request = connection.read();
    if (request == null) {
      return null;
    }
    String id = request.attribute("id");
    if (id == null || request.child(Ns.BIND, "bind").isEmpty()) {
      connection.refuse("not-authorized");
      return null;
    }
    if (connection.redirects(When.BINDING)) {
      return null;
    }
    return enter(account, XmlText.escape(id));
  }

  /** A client that has the answer is visible to others, and a client in the log has the answer. */
  private Session enter(Account account, String id) throws IOException {
    String jid = account.jid() + "/" + site.newId();
    Session session = new Session(connection, account, jid);
    site.join(session);
    try {
      connection.write(
          "<iq type='result' id='%s'><bind xmlns='%s'><jid>%s</jid></bind></iq>"
              .formatted(id, Ns.BIND, jid));
    } catch (IOException e) {
      session.leave();
      throw e;
    }
    int listener = connection.listener().index();
    boolean secured = connection.secured();
    site.logins()
        .add(new Login(account.user(), jid, mechanism, connection.number(), listener, secured));
    return session;
  }
}
