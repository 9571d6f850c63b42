package im.linnet.rooms;

import static im.linnet.rooms.LiveRoomUser.get;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.XmppException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.rooms.RoomEvent.OccupantChanged;
import im.linnet.stanza.Presence.Show;
import im.linnet.test.Failures;
import im.linnet.testkit.server.ServerKind;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The user's availability in rooms, and registration with them, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(180)
record RoomRegistrationIT(Live live) {

  private Jid room(String name) {
    return Jid.of("it-" + name + "@" + live.server().real().roomDomain());
  }

  @Test
  void others_see_how_available_the_user_is() throws Exception {
    try (LiveRoomUser romeo = LiveRoomUser.of(live, live.server().romeo());
        LiveRoomUser juliet = LiveRoomUser.of(live, live.server().juliet())) {
      Jid address = room("available");
      romeo.join(address, "Romeo");
      Room hers = juliet.join(address, "Juliet");
      get(hers.availability(Show.AWAY, "On the balcony"));
      OccupantChanged away =
          romeo.await(OccupantChanged.class, one -> one.now().nick().equals("Juliet"));
      assertThat(away.presence().show()).isEqualTo(Show.AWAY);
      assertThat(away.presence().status()).isEqualTo("On the balcony");
      juliet.rooms.availability(null, null);
      OccupantChanged back =
          romeo.await(OccupantChanged.class, one -> one.now().nick().equals("Juliet"));
      assertThat(back.presence().show()).isNull();
    }
  }

  /** Prosody registers members only; ejabberd 23.01 has no registration with rooms. */
  @Test
  void a_nickname_is_registered_with_a_room() throws Exception {
    try (LiveRoomUser romeo = LiveRoomUser.of(live, live.server().romeo());
        LiveRoomUser juliet = LiveRoomUser.of(live, live.server().juliet())) {
      Jid address = room("register");
      Room his = romeo.join(address, "Romeo");
      RoomRegistration hers = juliet.rooms.registration(address);
      if (live.kind() == ServerKind.EJABBERD) {
        assertThat(problem(hers.register("Jule"))).isEqualTo(RegistrationProblem.UNSUPPORTED);
        return;
      }
      if (live.kind() != ServerKind.MODERN_EJABBERD) {
        assertThat(problem(hers.request())).isEqualTo(RegistrationProblem.NOT_ALLOWED);
      }
      get(his.admin().affiliation(juliet.address, Affiliation.MEMBER, null));
      RoomRegistrationForm before = get(hers.request());
      assertThat(before.isRegistered()).isFalse();
      assertThat(before.form()).isNotNull();
      get(hers.register("Jule"));
      RoomRegistrationForm after = get(hers.request());
      assertThat(after.isRegistered()).isTrue();
      assertThat(after.nick()).isEqualTo("Jule");
      get(hers.register("Giulietta"));
      assertThat(get(hers.request()).nick()).isEqualTo("Giulietta");
      assertThat(problem(romeo.rooms.registration(address).register("Giulietta")))
          .isEqualTo(RegistrationProblem.NICKNAME_CONFLICT);
      get(hers.remove());
      assertThat(problem(juliet.rooms.registration(room("nowhere")).request()))
          .isEqualTo(RegistrationProblem.NO_SUCH_ROOM);
    }
  }

  private static RegistrationProblem problem(CompletableFuture<?> registration) {
    return RegistrationProblem.of(Failures.of(registration, XmppException.class));
  }
}
