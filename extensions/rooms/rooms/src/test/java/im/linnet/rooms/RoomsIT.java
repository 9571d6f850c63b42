package im.linnet.rooms;

import static im.linnet.rooms.LiveRoomUser.get;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.XmppException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.forms.DataForm;
import im.linnet.forms.FormAnswer;
import im.linnet.jid.Jid;
import im.linnet.rooms.RoomEvent.Bounced;
import im.linnet.rooms.RoomEvent.ConfigurationChanged;
import im.linnet.rooms.RoomEvent.Declined;
import im.linnet.rooms.RoomEvent.Entered;
import im.linnet.rooms.RoomEvent.Left;
import im.linnet.rooms.RoomEvent.Moderated;
import im.linnet.rooms.RoomEvent.OccupantChanged;
import im.linnet.rooms.RoomEvent.OccupantJoined;
import im.linnet.rooms.RoomEvent.OccupantLeft;
import im.linnet.rooms.RoomEvent.OccupantRenamed;
import im.linnet.rooms.RoomEvent.SubjectChanged;
import im.linnet.routing.Claim;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError;
import im.linnet.test.Failures;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.ServerKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Rooms of every server, with several users. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(180)
record RoomsIT(Live live) {

  private LiveRoomUser romeo() throws Exception {
    return LiveRoomUser.of(live, live.server().romeo());
  }

  private LiveRoomUser juliet() throws Exception {
    return LiveRoomUser.of(live, live.server().juliet());
  }

  private Jid room(String name) {
    return Jid.of("it-" + name + "@" + live.server().real().roomDomain());
  }

  /** Whether rooms give occupants an id: all but ejabberd 23.01. */
  private boolean hasOccupantIds() {
    return live.kind() != ServerKind.EJABBERD;
  }

  private static XmppException failure(CompletableFuture<?> future) {
    return Failures.of(future, XmppException.class);
  }

  private static JoinProblem problem(CompletableFuture<Room> join) {
    return JoinProblem.of(failure(join));
  }

  private static FormAnswer configuration(Room room) throws Exception {
    DataForm form = get(room.admin().configuration());
    return form.answer();
  }

  /** With a password, or for members only. Prosody has a password as soon as it is not empty. */
  private static DataForm password(Room room, String password) throws Exception {
    FormAnswer answer =
        configuration(room)
            .set("muc#roomconfig_roomname", "Reserved")
            .set("muc#roomconfig_membersonly", password.isEmpty())
            .set("muc#roomconfig_roomsecret", password);
    if (answer.form().field("muc#roomconfig_passwordprotectedroom") != null) {
      answer.set("muc#roomconfig_passwordprotectedroom", !password.isEmpty());
    }
    return answer.build();
  }

  @Test
  void two_users_talk() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("talk");
      Room his = romeo.join(address, "Romeo");
      assertThat(romeo.await(Entered.class, one -> true).created()).isTrue();
      Room hers = juliet.join(address, "Juliet");
      assertThat(juliet.await(Entered.class, one -> true).created()).isFalse();
      OccupantJoined joined = romeo.await(OccupantJoined.class, one -> true);
      assertThat(joined.occupant().nick()).isEqualTo("Juliet");
      assertThat(joined.occupant().jid()).isEqualTo(juliet.address);
      assertThat(joined.occupant().id() != null).isEqualTo(hasOccupantIds());

      RoomMessage sent = get(hers.send("Good even"));
      assertThat(sent.isOwn()).isTrue();
      assertThat(sent.stanzaId()).isNotNull();
      RoomMessage heard = romeo.awaitText("Good even");
      assertThat(heard.nick()).isEqualTo("Juliet");
      assertThat(heard.kind()).isEqualTo(RoomMessage.Kind.LIVE);
      assertThat(heard.isOwn()).isFalse();
      assertThat(heard.stanzaId()).isEqualTo(sent.stanzaId());
      assertThat(heard.occupantId()).isEqualTo(joined.occupant().id());

      get(his.sendPrivately("Juliet", "Psst"));
      RoomMessage secret = juliet.awaitText("Psst");
      assertThat(secret.kind()).isEqualTo(RoomMessage.Kind.PRIVATE);
      assertThat(secret.nick()).isEqualTo("Romeo");
      get(his.sendPrivately("Nobody", "Psst"));
      assertThat(romeo.await(Bounced.class, one -> true).error().condition())
          .isEqualTo(StanzaError.Condition.ITEM_NOT_FOUND);

      get(his.setSubject("Roses"));
      SubjectChanged subject =
          juliet.await(SubjectChanged.class, one -> "Roses".equals(one.subject()));
      assertThat(subject.nick()).isEqualTo("Romeo");
      assertThat(hers.subject()).isEqualTo("Roses");
      assertThat(get(juliet.rooms.info(address)).disco().is("conference", "text")).isTrue();

      get(hers.leave());
      OccupantLeft gone = romeo.await(OccupantLeft.class, one -> true);
      assertThat(gone.occupant().nick()).isEqualTo("Juliet");
      assertThat(gone.departure().why()).isEqualTo(Departure.Why.LEFT);
      get(his.leave());
    }
  }

  @Test
  void history_is_limited_and_comes_before_the_subject() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("history");
      Room his = romeo.join(address, "Romeo");
      RoomMessage one = get(his.send("one"));
      RoomMessage two = get(his.send("two"));
      Room hers = get(juliet.rooms.join(address, "Juliet", JoinOptions.standard().maxStanzas(1)));
      RoomMessage past = juliet.awaitText("two");
      assertThat(past.kind()).isEqualTo(RoomMessage.Kind.HISTORY);
      assertThat(past.sent()).isNotNull();
      assertThat(past.stanzaId()).isEqualTo(two.stanzaId()).isNotEqualTo(one.stanzaId());
      assertThat(juliet.await(SubjectChanged.class, each -> true).subject()).isNull();
      get(his.send("three"));
      assertThat(juliet.awaitText("three").kind()).isEqualTo(RoomMessage.Kind.LIVE);
      get(hers.leave());
      get(juliet.rooms.join(address, "Juliet", JoinOptions.standard().noHistory()));
      assertThat(juliet.await(SubjectChanged.class, each -> true).subject()).isNull();
      get(his.leave());
    }
  }

  @Test
  void nicknames_change_and_conflict() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("names");
      Room his = romeo.join(address, "Romeo");
      assertThat(problem(juliet.rooms.join(address, "Romeo")))
          .isEqualTo(JoinProblem.NICKNAME_CONFLICT);
      Room hers = juliet.join(address, "Juliet");
      assertThat(JoinProblem.of(failure(hers.rename("Romeo"))))
          .isEqualTo(JoinProblem.NICKNAME_CONFLICT);
      assertThat(hers.nick()).isEqualTo("Juliet");
      get(hers.rename("Jule"));
      assertThat(hers.nick()).isEqualTo("Jule");
      OccupantRenamed renamed = romeo.await(OccupantRenamed.class, one -> true);
      assertThat(renamed.before().nick()).isEqualTo("Juliet");
      assertThat(renamed.now().nick()).isEqualTo("Jule");
      get(hers.send("It is I"));
      assertThat(romeo.awaitText("It is I").nick()).isEqualTo("Jule");
      assertThat(his.occupants())
          .extracting(Occupant::nick)
          .containsExactlyInAnyOrder("Romeo", "Jule");
      get(his.leave());
    }
  }

  @Test
  void occupants_are_kicked_banned_and_forgiven() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("admin");
      Room his = romeo.join(address, "Romeo");
      Room hers = juliet.join(address, "Juliet");
      assertThat(failure(hers.admin().kick("Romeo", null))).isInstanceOf(StanzaException.class);
      get(his.admin().kick("Juliet", "out"));
      Departure kicked = juliet.await(Left.class, one -> true).departure();
      assertThat(kicked.why()).isEqualTo(Departure.Why.KICKED);
      assertThat(kicked.reason()).isEqualTo("out");
      assertThat(kicked.actorNick()).isEqualTo("Romeo");
      assertThat(romeo.await(OccupantLeft.class, one -> true).departure().why())
          .isEqualTo(Departure.Why.KICKED);

      juliet.join(address, "Juliet");
      get(his.admin().ban(juliet.address, "Treason"));
      Left banned = juliet.await(Left.class, one -> true);
      assertThat(banned.departure().why()).isEqualTo(Departure.Why.BANNED);
      assertThat(banned.rejoins()).isFalse();
      assertThat(get(his.admin().list(Affiliation.OUTCAST)))
          .extracting(Affiliated::jid)
          .containsExactly(juliet.address.bare());
      assertThat(problem(juliet.rooms.join(address, "Juliet"))).isEqualTo(JoinProblem.BANNED);

      get(his.admin().affiliation(juliet.address, Affiliation.MEMBER, null));
      juliet.join(address, "Juliet");
      assertThat(get(his.admin().list(Affiliation.OUTCAST))).isEmpty();
      // Not before the ban: ejabberd 23.01 gives one who comes back the former role, even if
      // banned.
      get(his.admin().role("Juliet", Role.MODERATOR, "trust"));
      OccupantChanged changed =
          juliet.await(OccupantChanged.class, one -> one.now().role() == Role.MODERATOR);
      assertThat(changed.now().nick()).isEqualTo("Juliet");
      get(his.leave());
    }
  }

  @Test
  void a_room_is_reserved_configured_and_protected() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("reserved");
      Room his = get(romeo.rooms.join(address, "Romeo", JoinOptions.standard().reserved()));
      if (live.kind().isProsody()) {
        assertThat(problem(juliet.rooms.join(address, "Juliet")))
            .isEqualTo(JoinProblem.NO_SUCH_ROOM);
      }
      get(his.admin().configure(password(his, "cauldronburn")));
      assertThat(problem(juliet.rooms.join(address, "Juliet")))
          .isEqualTo(JoinProblem.PASSWORD_REQUIRED);
      Room hers =
          get(
              juliet.rooms.join(
                  address, "Juliet", JoinOptions.standard().password("cauldronburn")));
      RoomInfo info = get(juliet.rooms.info(address));
      assertThat(info.name()).startsWith("Reserved");
      assertThat(info.isPasswordProtected()).isTrue();
      get(hers.leave());

      get(his.admin().configure(password(his, "")));
      romeo.await(ConfigurationChanged.class, one -> one.codes().contains(104));
      assertThat(problem(juliet.rooms.join(address, "Juliet"))).isEqualTo(JoinProblem.MEMBERS_ONLY);
      get(his.leave());
    }
  }

  @Test
  void a_visitor_can_not_speak() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("moderated");
      Room his = romeo.join(address, "Romeo");
      get(
          his.admin()
              .configure(configuration(his).set("muc#roomconfig_moderatedroom", true).build()));
      Room hers = juliet.join(address, "Juliet");
      get(his.admin().role("Juliet", Role.VISITOR, null));
      juliet.await(OccupantChanged.class, one -> one.now().role() == Role.VISITOR);
      StanzaException refusal = (StanzaException) failure(hers.send("Hello?"));
      assertThat(refusal.error().condition()).isEqualTo(StanzaError.Condition.FORBIDDEN);
      get(hers.requestVoice());
      romeo.await(RoomEvent.Notice.class, one -> one.message().payload(DataForm.TYPE) != null);
      get(his.leave());
    }
  }

  @Test
  void users_are_invited_and_decline() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet();
        LiveRoomUser paris = LiveRoomUser.of(live, live.server().paris())) {
      Jid address = room("invited");
      Room his = romeo.join(address, "Romeo");
      get(his.invite(juliet.address.bare(), "come"));
      Invitation mediated = juliet.awaitInvitation();
      assertThat(mediated.room()).isEqualTo(address);
      assertThat(mediated.isMediated()).isTrue();
      assertThat(mediated.reason()).isEqualTo("come");
      assertThat(mediated.from()).isEqualTo(live.kind().isProsody() ? his.own() : romeo.address);
      get(juliet.rooms.decline(mediated, "busy"));
      assertThat(romeo.await(Declined.class, one -> true).reason()).isEqualTo("busy");

      get(his.inviteDirectly(paris.address, "you"));
      Invitation direct = paris.awaitInvitation();
      assertThat(direct.isMediated()).isFalse();
      assertThat(direct.from()).isEqualTo(romeo.address);
      assertThat(direct.reason()).isEqualTo("you");
      assertThat(get(paris.rooms.accept(direct, "Paris")).isJoined()).isTrue();
      assertThat(juliet.invitations).isEmpty();
      get(his.leave());
    }
  }

  @Test
  void a_message_is_moderated() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("spam");
      Room his = romeo.join(address, "Romeo");
      Room hers = juliet.join(address, "Juliet");
      RoomMessage spam = get(hers.send("Buy"));
      String id = spam.stanzaId();
      assertThat(id).isNotNull();
      if (id == null) {
        return;
      }
      if (live.kind() == ServerKind.EJABBERD) {
        assertThat(failure(his.admin().moderate(id, "spam"))).isInstanceOf(RefusedException.class);
      } else {
        assertThat(failure(hers.admin().moderate(id, null))).isInstanceOf(StanzaException.class);
        get(his.admin().moderate(id, "spam"));
        Moderation moderation = juliet.await(Moderated.class, one -> true).moderation();
        assertThat(moderation.stanzaId()).isEqualTo(id);
        assertThat(moderation.by()).isEqualTo(his.own());
        assertThat(moderation.reason()).isEqualTo("spam");
      }
      get(his.leave());
    }
  }

  @Test
  void a_destroyed_room_names_another() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet = juliet()) {
      Jid address = room("doomed");
      Room his = romeo.join(address, "Romeo");
      Room hers = juliet.join(address, "Juliet");
      assertThat(failure(hers.admin().destroy(null, null))).isInstanceOf(StanzaException.class);
      get(his.admin().destroy(room("next"), "bye"));
      for (LiveRoomUser user : new LiveRoomUser[] {romeo, juliet}) {
        Left left = user.await(Left.class, one -> true);
        assertThat(left.departure().why()).isEqualTo(Departure.Why.DESTROYED);
        assertThat(left.departure().alternative()).isEqualTo(room("next"));
        assertThat(left.departure().reason()).isEqualTo("bye");
        assertThat(left.rejoins()).isFalse();
      }
      assertThat(his.leave()).isCompleted();
    }
  }

  @Test
  void on_a_new_stream_missed_messages_come_once() throws Exception {
    try (FaultProxy line = FaultProxy.to(live.server().real().starttlsPort());
        LiveRoomUser romeo = romeo();
        LiveRoomUser juliet =
            LiveRoomUser.of(
                live, live.server().juliet(), RoomSettings.standard(), line.port(), false)) {
      Jid address = room("again");
      Room his = romeo.join(address, "Romeo");
      Room hers = juliet.join(address, "Juliet");
      romeo.await(OccupantJoined.class, one -> true);
      get(his.send("before"));
      juliet.awaitText("before");
      line.cut(Cut.RST);
      Left left = juliet.await(Left.class, one -> true);
      assertThat(left.departure().why()).isEqualTo(Departure.Why.STREAM_ENDED);
      assertThat(left.rejoins()).isTrue();
      romeo.await(OccupantLeft.class, one -> true);
      get(his.send("meanwhile"));
      get(juliet.client.connect());
      assertThat(juliet.await(Entered.class, one -> true).again()).isTrue();
      RoomMessage missed =
          juliet.await(RoomEvent.Said.class, said -> said.message().body() != null).message();
      assertThat(missed.body()).isEqualTo("meanwhile");
      assertThat(missed.kind()).isEqualTo(RoomMessage.Kind.HISTORY);
      get(hers.send("back"));
      romeo.awaitText("back");
      get(his.leave());
    }
  }

  @Test
  void after_resumption_and_silence_the_room_still_knows_the_user() throws Exception {
    try (FaultProxy line = FaultProxy.to(live.server().real().starttlsPort());
        LiveRoomUser romeo =
            LiveRoomUser.of(
                live,
                live.server().romeo(),
                RoomSettings.standard().selfPing(Duration.ofMillis(300)),
                line.port(),
                true)) {
      Room his = romeo.join(room("resumed"), "Romeo");
      romeo.await(Entered.class, one -> true);
      line.cut(Cut.RST);
      CompletableFuture<Void> lost = new CompletableFuture<>();
      romeo.client.onState(
          state -> {
            if (state.toString().startsWith("Disconnected")) {
              lost.complete(null);
            }
          });
      get(lost);
      assertThat(get(romeo.client.connect()).resumed()).isTrue();
      get(his.send("still here"));
      romeo.awaitText("still here");
      assertThat(his.isJoined()).isTrue();
      get(his.leave());
    }
  }

  @Test
  void a_room_that_has_lost_the_user_is_joined_again() throws Exception {
    try (LiveRoomUser romeo = romeo();
        LiveRoomUser juliet =
            LiveRoomUser.of(
                live,
                live.server().juliet(),
                RoomSettings.standard().selfPing(Duration.ofMillis(300)),
                live.server().real().starttlsPort(),
                true)) {
      Jid address = room("lost");
      Room his = romeo.join(address, "Romeo");
      Room hers = juliet.join(address, "Juliet");
      romeo.await(OccupantJoined.class, one -> true);
      // The room's confirmation goes to nobody who listens, as if it was lost on its way; it alone,
      // as what comes next from there may be the room's answer to the new join.
      CompletableFuture<Subscription> claim = new CompletableFuture<>();
      claim.complete(
          juliet.client.claim(
              Claim.from(hers.own()).of(Presence.class), lost -> claim.join().close()));
      get(juliet.client.send(Presence.builder(Presence.Type.UNAVAILABLE).to(hers.own()).build()));
      Left left = juliet.await(Left.class, one -> true);
      assertThat(left.departure().why()).isEqualTo(Departure.Why.FORGOTTEN);
      romeo.await(OccupantLeft.class, one -> true);
      juliet.await(Entered.class, Entered::again);
      get(his.leave());
    }
  }

  @Test
  void a_service_that_is_not_there_is_a_typed_failure() throws Exception {
    try (LiveRoomUser romeo = romeo()) {
      JoinProblem problem = problem(romeo.rooms.join(Jid.of("garden@nowhere.localhost"), "Romeo"));
      // Prosody may not ask other servers here, and says that.
      assertThat(problem)
          .isIn(JoinProblem.UNREACHABLE, JoinProblem.REFUSED, JoinProblem.CREATION_RESTRICTED);
      assertThat(romeo.rooms.joined()).isEmpty();
    }
  }
}
