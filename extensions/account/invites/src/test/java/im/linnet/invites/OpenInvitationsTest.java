package im.linnet.invites;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.test.FrozenClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What this client has invited to, and who it expects. */
class OpenInvitationsTest {

  private static final Jid OWN = Jid.of("juliet@localhost");
  private static final Jid ROMEO = Jid.of("romeo@example.net");
  private static final Jid IAGO = Jid.of("iago@example.net");
  private static final Duration WEEK = Duration.ofDays(7);

  private final FrozenClock clock = new FrozenClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final OpenInvitations open = new OpenInvitations(clock, () -> OWN);
  private final ExpectedContacts expected = new ExpectedContacts(clock);

  private OpenInvitations.Open made(@Nullable Jid only) {
    return requireNonNull(open.create(clock.instant().plus(WEEK), only));
  }

  @Test
  void an_invitation_is_used_once() {
    OpenInvitations.Open made = made(null);
    String token = made.invitation().token();
    assertThat(open.use("other", ROMEO)).isNull();
    assertThat(open.use(token, ROMEO)).isEqualTo(made);
    assertThat(open.use(token, ROMEO)).isNull();
    open.reopen(made);
    assertThat(open.use(token, IAGO)).isEqualTo(made);
  }

  @Test
  void an_invitation_may_be_for_one_address() {
    String token = made(ROMEO).invitation().token();
    assertThat(open.use(token, IAGO)).isNull();
    assertThat(open.use(token, ROMEO)).isNotNull();
  }

  @Test
  void an_invitation_expires() {
    String token = made(null).invitation().token();
    clock.advance(WEEK);
    assertThat(open.use(token, ROMEO)).isNull();
  }

  @Tag("Q09")
  @Test
  void invitations_are_bounded_and_differ() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < OpenInvitations.MOST; i++) {
      tokens.add(made(null).invitation().token());
    }
    assertThat(tokens).hasSize(OpenInvitations.MOST).allMatch(token -> token.length() == 24);
    assertThat(open.create(clock.instant().plus(WEEK), null)).isNull();
    clock.advance(WEEK);
    assertThat(open.create(clock.instant().plus(WEEK), null)).isNotNull();
  }

  @Test
  void a_contact_is_expected_once_and_for_a_while() {
    expected.add(ROMEO);
    assertThat(expected.remove(IAGO)).isFalse();
    assertThat(expected.remove(ROMEO)).isTrue();
    assertThat(expected.remove(ROMEO)).isFalse();
    expected.add(ROMEO);
    clock.advance(ExpectedContacts.LIMIT);
    assertThat(expected.remove(ROMEO)).isFalse();
  }

  @Test
  void expected_contacts_are_bounded() {
    expected.add(ROMEO);
    for (int i = 0; i < ExpectedContacts.MOST; i++) {
      expected.add(Jid.of("u" + i + "@example.net"));
    }
    assertThat(expected.remove(ROMEO)).isFalse();
    assertThat(expected.remove(Jid.of("u0@example.net"))).isTrue();
  }
}
