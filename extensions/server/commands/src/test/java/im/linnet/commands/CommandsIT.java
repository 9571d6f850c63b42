package im.linnet.commands;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.fixtures.ServerUser;
import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.RealServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Commands of a bot, of servers, and of their administrators. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record CommandsIT(Live live) {

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private XmppClient client(LiveUser user) {
    return live.client(user).with(Disco::new).with(Commands::new).build();
  }

  @Test
  void a_bot_offers_a_command() throws Exception {
    try (XmppClient bot = client(live.server().romeo());
        XmppClient user = client(live.server().juliet());
        XmppClient stranger = client(live.server().paris())) {
      Jid atBot = get(bot.connect()).jid();
      Jid atUser = get(user.connect()).jid();
      get(stranger.connect());
      DataForm form =
          DataForm.builder(DataForm.Kind.FORM)
              .field(Field.builder(FieldType.TEXT_SINGLE, "city").required().build())
              .build();
      bot.get(Commands.class)
          .offer(
              "weather",
              "Weather report",
              from -> from.isSameAccount(atUser),
              request ->
                  CommandReply.askLast(
                          form,
                          city ->
                              "Mantua".equals(city.text("city"))
                                  ? CommandReply.refused("Not there").now()
                                  : CommandReply.done("It rains in " + city.text("city")).now())
                      .now());
      Commands commands = user.get(Commands.class);
      List<Command> offered = get(commands.list(atBot));
      assertThat(offered).containsExactly(new Command(atBot, "weather", "Weather report"));
      CommandSession asked = get(commands.execute(offered.get(0)));
      assertThat(asked.defaultAction()).isEqualTo(CommandAction.COMPLETE);
      StanzaException refused =
          Failures.of(
              asked.proceed(asked.answer().set("city", "Mantua").build()), StanzaException.class);
      assertThat(CommandError.of(refused)).isEqualTo(CommandError.BAD_PAYLOAD);
      CommandSession done = get(asked.proceed(asked.answer().set("city", "Verona").build()));
      assertThat(done.status()).isEqualTo(CommandStatus.COMPLETED);
      assertThat(done.notes()).extracting(Note::text).containsExactly("It rains in Verona");
      StanzaException late =
          Failures.of(
              asked.proceed(asked.answer().set("city", "Verona").build()), StanzaException.class);
      assertThat(CommandError.of(late)).isEqualTo(CommandError.SESSION_EXPIRED);
      StanzaException unseen =
          Failures.of(
              stranger.get(Commands.class).execute(atBot, "weather"), StanzaException.class);
      assertThat(CommandError.of(unseen)).isEqualTo(CommandError.UNSUPPORTED);
    }
  }

  @Test
  void everybody_can_execute_a_command_of_the_server() throws Exception {
    Jid server = Jid.of(live.server().domain());
    String node = live.kind().isProsody() ? "uptime" : "ping";
    try (XmppClient user = client(live.server().juliet())) {
      get(user.connect());
      Commands commands = user.get(Commands.class);
      assertThat(get(commands.list(server))).extracting(Command::node).contains(node);
      CommandSession done = get(commands.execute(server, node));
      assertThat(done.status()).isEqualTo(CommandStatus.COMPLETED);
      assertThat(done.hasFailed()).isFalse();
      assertThat(done.notes()).hasSize(1);
      StanzaException unknown =
          Failures.of(commands.execute(server, "urn:example:none"), StanzaException.class);
      assertThat(CommandError.of(unknown))
          .isEqualTo(
              live.kind().isProsody() ? CommandError.UNSUPPORTED : CommandError.ITEM_NOT_FOUND);
    }
  }

  /** The modern Prosody and both ejabberds have these commands of XEP-0133. */
  @Test
  void administrators_execute_commands_in_stages() throws Exception {
    RealServer real = live.server().real();
    Jid server = Jid.of(real.domain());
    String node = "http://jabber.org/protocol/admin#user-stats";
    boolean has = !live.kind().isProsody() || live.kind().isModern();
    try (XmppClient user = client(live.server().juliet());
        XmppClient admin =
            ServerUser.added(real, "admin")
                .client(real.starttlsPort())
                .with(Disco::new)
                .with(Commands::new)
                .build()) {
      get(user.connect());
      get(admin.connect());
      StanzaException forbidden =
          Failures.of(user.get(Commands.class).execute(server, node), StanzaException.class);
      assertThat(CommandError.of(forbidden))
          .isEqualTo(has ? CommandError.FORBIDDEN : CommandError.UNSUPPORTED);
      if (!has) {
        return;
      }
      CommandSession asked = get(admin.get(Commands.class).execute(server, node));
      assertThat(asked.status()).isEqualTo(CommandStatus.EXECUTING);
      assertThat(asked.defaultAction()).isEqualTo(CommandAction.COMPLETE);
      CommandSession done =
          get(
              asked.proceed(
                  asked.answer().set("accountjid", live.server().juliet().account()).build()));
      assertThat(done.status()).isEqualTo(CommandStatus.COMPLETED);
      assertThat(done.form()).isNotNull();
      assertThat(requireNonNull(done.form()).fields()).isNotEmpty();
      assertThat(get(get(admin.get(Commands.class).execute(server, node)).cancel()).status())
          .isEqualTo(CommandStatus.CANCELED);
    }
  }
}
