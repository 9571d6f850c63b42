package im.linnet.invites;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.Failures;
import im.linnet.test.FrozenClock;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to see the user's presence that invitations decide, and all others. */
@Timeout(120)
class SubscriptionsTest {

  private static final Jid ROMEO = Jid.of("romeo@example.net");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String SUBSCRIBED = "<presence to='romeo@example.net' type='subscribed'/>";
  private static final String SUBSCRIBE = "<presence to='romeo@example.net' type='subscribe'/>";
  private static final String PRE_APPROVAL = "<sub xmlns='urn:xmpp:features:pre-approval'/>";
  private static final String END = "<presence from='end@example.net' type='subscribe'/>";
  private static final Invitation INVITATION =
      Invitation.of("xmpp:romeo@example.net?roster;preauth=1tMF");
  private static final String REQUEST =
      "<presence to='romeo@example.net' type='subscribe'>"
          + "<preauth xmlns='urn:xmpp:pars:0' token='1tMF'/></presence>";

  private final FrozenClock clock = new FrozenClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final BlockingQueue<UsedInvitation> used = new LinkedBlockingQueue<>();
  private final BlockingQueue<Jid> asked = new LinkedBlockingQueue<>();

  private ScriptedClient client(String features, Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.builder()
            .features(features)
            .client(
                builder ->
                    builder
                        .with(Disco::new)
                        .with(Commands::new)
                        .with(client -> new Invites(client, null, clock)))
            .bound(lines);
    it.get(Invites.class).onUse(used::add);
    it.client().onPresence(presence -> asked.add(requireNonNull(presence.from())));
    return it;
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return requireNonNull(queue.poll(20, TimeUnit.SECONDS), "nothing came");
  }

  private static String subscribe(String from, String token) {
    return "<presence from='%s' type='subscribe'><preauth xmlns='urn:xmpp:pars:0' token='%s'/></presence>"
        .formatted(from, token);
  }

  /** The client makes an invitation, whose token the peer learns as {@code {token}}. */
  private static Script tokens(Script script) {
    return script.expectLike(
        "<presence to='out.of.band'><preauth xmlns='urn:xmpp:pars:0' token='{token}'/></presence>");
  }

  private static void tell(ScriptedClient it, Invitation invitation) throws Exception {
    await(
        it.client()
            .send(
                Presence.available().toBuilder()
                    .to(Jid.of("out.of.band"))
                    .payload(new PreAuth(invitation.token()))
                    .build()));
  }

  @Tag("P27")
  @Test
  void an_invitation_of_this_client_is_honoured_once() throws Exception {
    try (ScriptedClient it =
        client(
            "",
            s ->
                tokens(s)
                    .send(subscribe("romeo@example.net", "{token}"))
                    .expectLike(SUBSCRIBED)
                    .expectLike(SUBSCRIBE)
                    .send(subscribe("iago@example.net", "{token}"))
                    .send(END))) {
      CreatedInvitation created = await(it.get(Invites.class).byThisClient(WEEK));
      assertThat(created.expiry()).isEqualTo(Instant.parse("2026-01-08T00:00:00Z"));
      assertThat(created.invitation().jid()).isEqualTo(Jid.of("juliet@localhost"));
      assertThat(created.invitation().registers()).isFalse();
      assertThat(Invitation.of(created.uri())).isEqualTo(created.invitation());
      tell(it, created.invitation());
      assertThat(next(used)).isEqualTo(new UsedInvitation(ROMEO, created.invitation()));
      assertThat(next(asked)).isEqualTo(Jid.of("iago@example.net"));
      assertThat(next(asked)).isEqualTo(Jid.of("end@example.net"));
      assertThat(used).isEmpty();
    }
  }

  @Test
  void an_invitation_may_be_for_one_address_only() throws Exception {
    try (ScriptedClient it =
        client(
            "",
            s ->
                tokens(s)
                    .send(subscribe("iago@example.net", "{token}"))
                    .send(subscribe("romeo@example.net/orchard", "{token}"))
                    .expectLike(SUBSCRIBED)
                    .expectLike(SUBSCRIBE)
                    .send(END))) {
      CreatedInvitation created = await(it.get(Invites.class).byThisClient(WEEK, ROMEO));
      tell(it, created.invitation());
      assertThat(next(asked)).isEqualTo(Jid.of("iago@example.net"));
      assertThat(next(used).contact()).isEqualTo(ROMEO);
      assertThat(next(asked)).isEqualTo(Jid.of("end@example.net"));
    }
  }

  @Test
  void an_expired_invitation_is_left_to_the_user() throws Exception {
    try (ScriptedClient it =
        client("", s -> tokens(s).send(subscribe("romeo@example.net", "{token}")).send(END))) {
      CreatedInvitation created = await(it.get(Invites.class).byThisClient(WEEK));
      clock.advance(WEEK);
      tell(it, created.invitation());
      assertThat(next(asked)).isEqualTo(ROMEO);
      assertThat(next(asked)).isEqualTo(Jid.of("end@example.net"));
      assertThat(used).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<presence from='romeo@example.net' type='subscribe'/>",
        "<presence from='romeo@example.net' type='subscribe'>"
            + "<preauth xmlns='urn:xmpp:pars:0' token='guessed'/></presence>",
        "<presence from='romeo@example.net' type='subscribe'>"
            + "<preauth xmlns='urn:xmpp:pars:0'/></presence>",
        "<presence from='romeo@example.net' type='subscribe'>"
            + "<preauth xmlns='urn:other' token='{token}'/></presence>",
        "<presence from='romeo@example.net'>"
            + "<preauth xmlns='urn:xmpp:pars:0' token='{token}'/></presence>",
        "<presence from='romeo@example.net' type='unsubscribe'>"
            + "<preauth xmlns='urn:xmpp:pars:0' token='{token}'/></presence>",
        "<presence from='juliet@localhost/x' type='subscribe'>"
            + "<preauth xmlns='urn:xmpp:pars:0' token='{token}'/></presence>"
      })
  void anything_else_is_left_to_the_user(String presence) throws Exception {
    try (ScriptedClient it =
        client(
            "",
            s ->
                tokens(s)
                    .send(presence)
                    .send(END)
                    .awaitCue("later")
                    .send(subscribe("romeo@example.net", "{token}"))
                    .expectLike(SUBSCRIBED)
                    .expectLike(SUBSCRIBE))) {
      tell(it, await(it.get(Invites.class).byThisClient(WEEK)).invitation());
      assertThat(next(asked)).isNotEqualTo(Jid.of("end@example.net"));
      assertThat(next(asked)).isEqualTo(Jid.of("end@example.net"));
      assertThat(used).isEmpty();
      it.peer().cue("later");
      assertThat(next(used).contact()).isEqualTo(ROMEO);
    }
  }

  @Test
  void too_many_invitations_are_refused() throws Exception {
    try (ScriptedClient it = client("", s -> {})) {
      Invites invites = it.get(Invites.class);
      for (int i = 0; i < OpenInvitations.MOST; i++) {
        await(invites.byThisClient(WEEK));
      }
      RefusedException full = Failures.of(invites.byThisClient(WEEK), RefusedException.class);
      assertThat(full.retryable()).isTrue();
      clock.advance(WEEK);
      await(invites.byThisClient(WEEK));
      for (Duration wrong :
          new Duration[] {Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(400)}) {
        assertThatThrownBy(() -> invites.byThisClient(wrong))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void accepting_sends_the_token_and_expects_the_inviter_once() throws Exception {
    try (ScriptedClient it =
        client(
            "",
            s ->
                s.expect(REQUEST)
                    .send("<presence from='romeo@example.net' type='subscribed'/>")
                    .send("<presence from='romeo@example.net' type='subscribe'/>")
                    .expectLike(SUBSCRIBED)
                    .send("<presence from='romeo@example.net' type='subscribe'/>")
                    .send(END))) {
      await(it.get(Invites.class).accept(INVITATION));
      assertThat(next(asked)).as("subscribed").isEqualTo(ROMEO);
      assertThat(next(asked)).as("the second request").isEqualTo(ROMEO);
      assertThat(next(asked)).isEqualTo(Jid.of("end@example.net"));
      assertThat(used).isEmpty();
    }
  }

  @Test
  void accepting_approves_in_advance_where_the_server_takes_that() throws Exception {
    try (ScriptedClient it = client(PRE_APPROVAL, s -> s.expect(REQUEST).expectLike(SUBSCRIBED))) {
      await(it.get(Invites.class).accept(INVITATION));
    }
  }

  @Test
  void an_inviter_who_takes_too_long_has_to_be_approved_by_the_user() throws Exception {
    try (ScriptedClient it =
        client(
            "",
            s ->
                s.expect(REQUEST)
                    .awaitCue("later")
                    .send("<presence from='romeo@example.net' type='subscribe'/>"))) {
      await(it.get(Invites.class).accept(INVITATION));
      clock.advance(ExpectedContacts.LIMIT);
      it.peer().cue("later");
      assertThat(next(asked)).isEqualTo(ROMEO);
    }
  }

  @Test
  void what_can_not_be_accepted_is_refused() throws Exception {
    try (ScriptedClient it = client("", s -> {})) {
      Invites invites = it.get(Invites.class);
      Failures.of(
          invites.accept(Invitation.of("xmpp:example.com?register;preauth=t")),
          RefusedException.class);
      Failures.of(
          invites.accept(await(invites.byThisClient(WEEK)).invitation()), RefusedException.class);
    }
  }

  @Test
  void a_closed_client_accepts_nothing() throws Exception {
    ScriptedClient it = client("", s -> {});
    it.close();
    Invites invites = it.get(Invites.class);
    Failures.of(invites.accept(INVITATION), XmppException.class);
  }
}
