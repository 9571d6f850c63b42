package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * SASL by SCRAM or PLAIN, under TLS (RFC 6120, section 6), and before it the registration of an
 * account. A client may try a few times.
 */
final class SignIn {
  static final String PLAIN = "PLAIN";

  private static final int ATTEMPTS = 3;

  private final Site site;
  private final Wire wire;
  private final StreamHead stream;
  private final NewAccounts newAccounts;

  SignIn(Site site, Wire wire, StreamHead stream) {
    this.site = site;
    this.wire = wire;
    this.stream = stream;
    this.newAccounts = new NewAccounts(site);
  }

  /** {@return the account, or null if the connection ended} */
  @Nullable Account run() throws IOException {
    int failed = 0;
    while (failed < ATTEMPTS) {
      XmlElement element = stream.read();
      if (element == null) {
        return null;
      }
      String answer = newAccounts.answer(element);
      if (answer != null) {
        wire.write(answer);
      } else if (element.is(Ns.SASL, "auth")) {
        Account account = attempt(element);
        if (account != null) {
          return account;
        }
        failed++;
      } else {
        stream.refuse("not-authorized");
        return null;
      }
    }
    stream.refuse("policy-violation");
    return null;
  }

  private @Nullable Account attempt(XmlElement auth) throws IOException {
    try {
      String mechanism = String.valueOf(auth.attribute("mechanism"));
      ScramHash hash = ScramHash.of(mechanism);
      if (hash != null) {
        return scram(hash, decoded(auth));
      }
      if (!mechanism.equals(PLAIN)) {
        throw new SaslFailure("invalid-mechanism");
      }
      Account account = plain(decoded(auth));
      success("");
      return account;
    } catch (SaslFailure e) {
      wire.write("<failure xmlns='%s'><%s/></failure>".formatted(Ns.SASL, e.condition()));
      return null;
    }
  }

  private Account scram(ScramHash hash, String message) throws IOException, SaslFailure {
    ScramExchange.First first = ScramExchange.First.of(message);
    Account account = account(first.user());
    Password password = site.loop().ask(account::password);
    ScramExchange exchange = ScramExchange.begin(hash, password, first);
    wire.write(
        "<challenge xmlns='%s'>%s</challenge>".formatted(Ns.SASL, encoded(exchange.challenge())));
    XmlElement response = stream.read();
    if (response == null || !response.is(Ns.SASL, "response")) {
      throw new SaslFailure("aborted");
    }
    success(encoded(exchange.finish(decoded(response))));
    return account;
  }

  /** RFC 4616: authorization identity, user, password. */
  private Account plain(String message) throws SaslFailure {
    String[] parts = message.split("\0", -1);
    if (parts.length != 3) {
      throw new SaslFailure("malformed-request");
    }
    Account account = account(parts[1]);
    boolean self = parts[0].isEmpty() || account.address().equals(Address.parse(parts[0]));
    if (!self) {
      throw new SaslFailure("invalid-authzid");
    }
    Password password = site.loop().ask(account::password);
    if (!password.is(parts[2])) {
      throw new SaslFailure("not-authorized");
    }
    return account;
  }

  private Account account(String name) throws SaslFailure {
    Address address = site.user(name);
    Account account =
        address == null ? null : site.loop().<@Nullable Account>ask(() -> site.account(address));
    if (account == null) {
      throw new SaslFailure("not-authorized");
    }
    return account;
  }

  private void success(String data) throws IOException {
    wire.write(
        data.isEmpty()
            ? "<success xmlns='" + Ns.SASL + "'/>"
            : "<success xmlns='" + Ns.SASL + "'>" + data + "</success>");
  }

  private static String decoded(XmlElement element) throws SaslFailure {
    try {
      return new String(Base64.getDecoder().decode(element.text()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new SaslFailure("incorrect-encoding");
    }
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
