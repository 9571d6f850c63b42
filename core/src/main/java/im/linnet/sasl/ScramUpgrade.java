package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Upgrades of SCRAM's hash (XEP-0480): the server, which knows the password by a weaker hash, is
 * given the salted password of a stronger one. Who has that can sign in, so it is done only by
 * SASL2, with a server that TLS has verified and that has proved itself before.
 */
final class ScramUpgrade {

  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String UPGRADE = "urn:xmpp:sasl:upgrade:0";
  private static final String SCRAM = "urn:xmpp:scram-upgrade:0";
  private static final String PREFIX = "UPGR-";

  private final SaslChannel channel;
  private final int maxIterations;

  /** What is asked for and not done. */
  private final List<ScramHash> pending;

  private @Nullable ScramHash current;

  private ScramUpgrade(SaslChannel channel, int maxIterations, List<ScramHash> pending) {
    this.channel = channel;
    this.maxIterations = maxIterations;
    this.pending = pending;
  }

  /** The upgrades that a sign-in by this mechanism may ask for. */
  static ScramUpgrade of(Scram scram, SaslChannel channel) {
    ScramRules rules = scram.rules();
    List<ScramHash> wanted = new ArrayList<>();
    if (rules.upgrade() == ScramRules.Upgrade.ALLOWED
        && channel.verified()
        && channel.profile().equals(SASL2)) {
      Element offer = channel.features().get("authentication", SASL2);
      List<String> names =
          offer == null
              ? List.of()
              : offer.children("upgrade", UPGRADE).stream().map(e -> e.text().strip()).toList();
      for (ScramHash hash : ScramHash.values()) {
        if (hash.compareTo(scram.hash()) > 0 && names.contains(PREFIX + hash.mechanism())) {
          wanted.add(hash);
        }
      }
    }
    return new ScramUpgrade(channel, rules.maxIterations(), wanted);
  }

  /** The requests to send with the first message. */
  List<Element> requests() {
    return pending.stream()
        .map(hash -> Element.of("upgrade", UPGRADE, PREFIX + hash.mechanism()))
        .toList();
  }

  /** Chooses one of the tasks that the server demands; null if none was asked for. */
  @Nullable String choose(List<String> tasks) {
    for (ScramHash hash : pending) {
      String name = PREFIX + hash.mechanism();
      if (tasks.contains(name)) {
        pending.remove(hash);
        current = hash;
        return name;
      }
    }
    return null;
  }

  /**
   * Computes the answer to the server's salt.
   *
   * @param data the server's elements
   * @param password the prepared password, owned by the caller, who may wipe it
   */
  CompletionStage<List<Element>> answer(List<Element> data, char[] password) {
    ScramHash hash = current;
    current = null;
    Element salt = data.stream().filter(each -> each.is("salt", SCRAM)).findFirst().orElse(null);
    if (hash == null || salt == null) {
      throw new AuthenticationException(
          Reason.MALFORMED, null, "The server sent no salt for the upgrade of the hash", null);
    }
    byte[] bytes = ScramServerFirst.salt(salt.text().strip());
    String count = salt.attribute("iterations");
    int iterations = ScramServerFirst.iterations(count == null ? "" : count, maxIterations);
    CompletableFuture<byte[]> salted = hash.salted(channel, password, bytes, iterations);
    return salted.thenApply(ScramUpgrade::hash);
  }

  private static List<Element> hash(byte[] salted) {
    try {
      return List.of(Element.of("hash", SCRAM, Base64.getEncoder().encodeToString(salted)));
    } finally {
      Arrays.fill(salted, (byte) 0);
    }
  }
}
