package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.failure.XmppException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.fuzz.Secrets;
import im.linnet.internal.management.StreamManagement;
import im.linnet.internal.steps.Bind2;
import im.linnet.internal.steps.BoundAddress;
import im.linnet.internal.steps.Fast;
import im.linnet.internal.steps.Sasl2Authentication;
import im.linnet.internal.steps.SaslAuthentication;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature;
import im.linnet.test.ScriptedNegotiation;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signing in, by RFC 6120 or SASL2: the first element has the features, the others answer. Each
 * sign-in that is answered to the end ends, with a typed failure if it fails; nothing shows a
 * secret; in clear text no password and no token leaves; and nobody who can't know the password is
 * taken for the server where the mechanism proves it. An answer whose text begins with {@code raw:}
 * is encoded first, and <code>{nonce}</code> stands for the client's nonce.
 */
public final class SaslTarget implements FuzzTarget {

  private static final UserAgent AGENT =
      UserAgent.of(UUID.fromString("5e1f2a34-0000-4000-8000-000000000001"));
  private static final BoundAddress RULES = new BoundAddress(false, Set.of());
  private static final Pattern NONCE = Pattern.compile(",r=([^,]*)");
  private static final String RAW = "raw:";

  /** The mechanisms by which a server does not prove itself. */
  private static final Set<String> ONE_SIDED = Set.of("PLAIN", "OAUTHBEARER");

  private final Sasl sasl =
      Sasl.password(Secrets.PASSWORD)
          .allowPlain()
          .maxIterations(4096)
          .or(Sasl.token(Secrets.TOKEN));

  /** A target. */
  public SaslTarget() {}

  @Override
  public void run(byte[] input) {
    List<Element> elements = Fragments.read(input);
    if (elements.isEmpty() || Secrets.isIn(input)) {
      return;
    }
    Features features = new Features(elements.get(0));
    List<Element> answers = elements.subList(1, elements.size());
    Fast fast = new Fast(new OneToken(), AGENT, true, () -> Instant.EPOCH, new AtomicBoolean());
    sign(new SaslAuthentication(sasl, true, Runnable::run), features, answers, true);
    sign(new SaslAuthentication(sasl, false, Runnable::run), features, answers, false);
    sign(new Sasl2Authentication(sasl, fast, RULES, true, Runnable::run), features, answers, true);
  }

  private static void sign(
      StreamFeature step, Features features, List<Element> answers, boolean secure) {
    ScriptedNegotiation stream = ScriptedNegotiation.of(features).account("juliet@example.com");
    if (!secure) {
      stream.inClearText();
    }
    stream.inline(new Bind2(AGENT, RULES), new StreamManagement());
    if (!step.accepts(features, stream.facts())) {
      return;
    }
    for (Element answer : answers) {
      stream.reply(request -> filled(answer, stream));
    }
    CompletableFuture<?> end = step.negotiate(stream).toCompletableFuture();
    require(end.isDone() || stream.sent().size() > answers.size(), "a sign-in that does not end");
    if (end.isDone()) {
      ended(end, stream);
    }
    Secrets.check(stream.facts().toString());
    for (Element sent : stream.sent()) {
      Secrets.check(sent.toString());
      require(secure || !shows(sent), "a secret in clear text: " + sent.toXml());
    }
  }

  private static void ended(CompletableFuture<?> end, ScriptedNegotiation stream) {
    try {
      end.join();
      String mechanism = stream.mechanism();
      require(
          mechanism != null && ONE_SIDED.contains(mechanism),
          "success without a proof by " + mechanism);
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      if (!(cause instanceof XmppException)) {
        throw new AssertionError("a failure without a type", cause);
      }
      Secrets.check(cause);
    }
  }

  /** Whether a secret can be read in an element, also in base64. */
  private static boolean shows(Element sent) {
    return Secrets.isIn(sent.toXml()) || Secrets.isIn(decoded(sent));
  }

  private static String decoded(Element sent) {
    StringBuilder all = new StringBuilder();
    decode(sent, all);
    return all.toString();
  }

  private static void decode(Element sent, StringBuilder all) {
    try {
      all.append(new String(Base64.getDecoder().decode(sent.text()), UTF_8));
    } catch (IllegalArgumentException notBase64) {
      all.append(sent.text());
    }
    sent.children().forEach(child -> decode(child, all));
  }

  private static Element filled(Element answer, ScriptedNegotiation stream) {
    ElementBuilder copy = Element.builder(answer.name(), answer.namespace());
    answer.attributes().forEach(a -> copy.attribute(a.namespace(), a.name(), a.value()));
    answer.children().forEach(child -> copy.child(filled(child, stream)));
    String text = answer.text();
    if (text.startsWith(RAW)) {
      String raw = text.substring(RAW.length()).replace("{nonce}", nonce(stream));
      copy.text(Base64.getEncoder().encodeToString(raw.getBytes(UTF_8)));
    } else if (!text.isEmpty()) {
      copy.text(text);
    }
    return copy.build();
  }

  private static String nonce(ScriptedNegotiation stream) {
    for (Element sent : stream.sent()) {
      Matcher nonce = NONCE.matcher(decoded(sent));
      if (nonce.find()) {
        return nonce.group(1);
      }
    }
    return "";
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** A store with one token, which has not expired. */
  private static final class OneToken implements FastTokens {
    @Override
    public FastToken load(Jid account) {
      return FastToken.of("HT-SHA-256-NONE", Secrets.TOKEN, Instant.MAX, AGENT.id());
    }

    @Override
    public void save(Jid account, FastToken token) {
      Secrets.check(token.toString());
    }

    @Override
    public void remove(Jid account) {}
  }
}
