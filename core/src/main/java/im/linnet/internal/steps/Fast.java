package im.linnet.internal.steps;

import im.linnet.failure.AuthenticationException;
import im.linnet.internal.netty.Causes;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.HashedToken;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.UserAgent;
import im.linnet.xml.Element;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens for the next sign-in (FAST, XEP-0484). Its methods access the store, so they are called on
 * a worker. A store that fails makes the client sign in without a token.
 *
 * @param tokens the store
 * @param agent the user agent that tokens are given to
 * @param fixed whether the user chose the agent; otherwise the id of a token found is used
 * @param clock tells whether a token has expired
 * @param again set if a stream is of no use after a token was refused on it, and another attempt
 *     may succeed
 */
public record Fast(
    FastTokens tokens, UserAgent agent, boolean fixed, InstantSource clock, AtomicBoolean again) {

  /** The namespace of FAST. */
  static final String NAMESPACE = "urn:xmpp:fast:0";

  private static final Logger LOG = LoggerFactory.getLogger(Fast.class);

  /** Characters; real tokens have some 50. */
  private static final int MAX_SECRET = 8 * 1024;

  /** The mechanisms for tokens that the server offers and that may be used, strongest first. */
  List<String> mechanisms(@Nullable Element inline, SaslChannel channel) {
    Element fast = inline == null ? null : inline.child("fast", NAMESPACE);
    if (fast == null || !channel.verified() || channel.account().local() == null) {
      return List.of();
    }
    List<String> offered =
        fast.children("mechanism", NAMESPACE).stream().map(m -> m.text().strip()).toList();
    return HashedToken.usable(channel, offered);
  }

  /** A token for one of the mechanisms, or null. */
  @Nullable FastToken find(Jid account, List<String> mechanisms) {
    if (mechanisms.isEmpty()) {
      return null;
    }
    FastToken known = load(account);
    if (known == null) {
      return null;
    }
    boolean another = fixed && !known.userAgent().equals(agent.id());
    if (another || !known.expiry().isAfter(clock.instant())) {
      drop(account);
      return null;
    }
    return mechanisms.contains(known.mechanism()) ? known : null;
  }

  private @Nullable FastToken load(Jid account) {
    try {
      return tokens.load(account);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("The token for signing in can't be read; signing in without it", failure);
      return null;
    }
  }

  /**
   * The sign-in failed that followed a refused token on the same stream. Unless the password is
   * wrong, it may succeed on another one: Prosody 13.0 then refuses channel bindings that it
   * offers.
   */
  void failedAfterRefusal(Throwable failure) {
    if (Causes.of(failure) instanceof AuthenticationException refused
        && !"not-authorized".equals(refused.condition())) {
      again.set(true);
    }
  }

  /** The user agent to name beside a token. */
  UserAgent agent(FastToken token) {
    return agent.withId(token.userAgent());
  }

  /** Forgets a token that is of no use. */
  void drop(Jid account) {
    try {
      tokens.remove(account);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("The token that the server refuses can't be removed", failure);
    }
  }

  /** Keeps the token that came with a success, if there is one. */
  void keep(Jid account, UserAgent receiver, @Nullable String mechanism, Element success) {
    for (Element element : success.children()) {
      FastToken token =
          mechanism != null && element.is("token", NAMESPACE)
              ? read(element, mechanism, receiver)
              : null;
      if (token != null) {
        save(account, token);
      }
    }
  }

  private void save(Jid account, FastToken token) {
    try {
      tokens.save(account, token);
    } catch (IOException | RuntimeException failure) {
      LOG.warn("The token for the next sign-in can't be kept; it will be by the password", failure);
    }
  }

  /** A token that can be used later, or null. */
  private @Nullable FastToken read(Element element, String mechanism, UserAgent receiver) {
    String secret = element.attribute("token");
    Instant expiry = instant(element.attribute("expiry"));
    if (secret == null || secret.isEmpty() || secret.length() > MAX_SECRET || expiry == null) {
      LOG.warn("The server gave a token that can't be used: its expiry is {}", expiry);
      return null;
    }
    return expiry.isAfter(clock.instant())
        ? FastToken.of(mechanism, secret, expiry, receiver.id())
        : null;
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException malformed) {
      return null;
    }
  }

  /** Says that the sign-in uses a token. */
  static Element used() {
    return Element.of("fast", NAMESPACE);
  }

  /** Asks for a token. */
  static Element request(String mechanism) {
    return Element.builder("request-token", NAMESPACE).attribute("mechanism", mechanism).build();
  }
}
