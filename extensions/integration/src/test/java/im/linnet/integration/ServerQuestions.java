package im.linnet.integration;

import im.linnet.about.EntityTime;
import im.linnet.about.ExternalServices;
import im.linnet.about.LastActivity;
import im.linnet.about.SoftwareVersion;
import im.linnet.commands.Command;
import im.linnet.commands.CommandSession;
import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.jidlookup.JidLookup;
import im.linnet.ping.Ping;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.search.UserSearch;
import java.util.stream.Stream;

/** What the extensions for servers ask, without those of {@link PubSubQuestions}. */
final class ServerQuestions {

  private static final Jid OWN = Jid.of("juliet@localhost");
  private static final Jid SERVER = Jid.of("localhost");
  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final Jid SERVICE = Jid.of("service.localhost");
  private static final Jid BOT = Jid.of("bot@localhost/home");
  private static final String INFO =
      "<iq type='get' id='{first}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";
  private static final String LOOKUP =
      "<iq type='result' id='{first}' from='localhost'>"
          + "<query xmlns='http://jabber.org/protocol/disco#info'>"
          + "<feature var='http://messenger.live.com/xmpp/jidlookup'/></query></iq>";

  private ServerQuestions() {}

  static Stream<Question> all() {
    return Stream.of(discovery(), lookups(), storage(), commands(), sessions(), about())
        .flatMap(all -> all);
  }

  private static Stream<Question> discovery() {
    Asker<Disco> disco = Asker.of(Disco.class, Disco::new);
    Asker<Ping> ping = Asker.of(Ping.class, Ping::new);
    return Stream.of(
        disco.asks("serverInfo", Disco::serverInfo).asking("localhost"),
        disco.asks("info", it -> it.info(OWN)),
        disco.asks("info of a node", it -> it.info(OWN, "n")),
        disco.asks("items", it -> it.items(SERVER)).asking("localhost"),
        ping.asks("ping of the server", Ping::ping).asking("localhost").withAnyResult(),
        ping.asks("ping", it -> it.ping(ROMEO)).asking(ROMEO.toString()).withAnyResult());
  }

  private static Stream<Question> lookups() {
    Asker<JidLookup> lookup = Asker.of(JidLookup.class, JidLookup::new);
    return Stream.of(
        lookup.asks("jidOf, discovering", it -> it.jidOf("mary@contoso.com")).asking("localhost"),
        lookup
            .asks("jidOf", it -> it.jidOf("a@contoso.com"))
            .after(INFO, LOOKUP)
            .asking("a@contoso.com")
            .unreadable(
                "<getjid xmlns='http://messenger.live.com/xmpp/jidlookup'><jid>@</jid></getjid>"));
  }

  private static Stream<Question> storage() {
    Asker<PrivateStorage> storage = Asker.of(PrivateStorage.class, PrivateStorage::new);
    ServerCalls.Note note = new ServerCalls.Note("x");
    return Stream.of(
        storage.asks("get", it -> it.get(ServerCalls.Note.TYPE)),
        storage.asks("get by name", it -> it.get("note", "urn:example:note")),
        storage.asks("set", it -> it.set(note)).withAnyResult(),
        storage.asks("set of an element", it -> it.set(note.toElement())).withAnyResult(),
        storage.asks("remove", it -> it.remove(ServerCalls.Note.TYPE)).withAnyResult());
  }

  private static Stream<Question> commands() {
    Asker<Commands> commands =
        Asker.of(Giver.of(Commands.class), Disco::new, Commands::new).asking("service.localhost");
    Asker<UserSearch> search =
        Asker.of(UserSearch.class, UserSearch::new).asking("service.localhost");
    return Stream.of(
        commands.asks("list", it -> it.list(SERVICE)),
        commands.asks("execute", it -> it.execute(new Command(SERVICE, "n", null))),
        commands.asks("execute by name", it -> it.execute(SERVICE, "n")),
        search.asks("form", it -> it.form(SERVICE)),
        search.asks("search", it -> it.search(ServerCalls.FORM, ServerCalls.named("nick", "x"))));
  }

  private static Stream<Question> sessions() {
    Asker<CommandSession> session =
        Asker.of(OnlineCalls.SESSION, Disco::new, Commands::new)
            .asking(BOT.toString())
            .after(OnlineCalls::executed);
    return Stream.of(
        session.asks("proceed", it -> it.proceed(OnlineCalls.form("x"))),
        session.asks("next", CommandSession::next),
        session.asks("next with a form", it -> it.next(OnlineCalls.form("x"))),
        session.asks("complete", CommandSession::complete),
        session.asks("complete with a form", it -> it.complete(OnlineCalls.form("x"))),
        session.asks("prev", CommandSession::prev),
        session.asks("cancel", CommandSession::cancel).withAnyResult());
  }

  private static Stream<Question> about() {
    Asker<ExternalServices> services =
        Asker.of(ExternalServices.class, ExternalServices::new).asking("localhost");
    return Stream.of(
        Asker.of(SoftwareVersion.class, SoftwareVersion::new)
            .asks("of", it -> it.of(ROMEO))
            .asking(ROMEO.toString()),
        Asker.of(EntityTime.class, EntityTime::new)
            .asks("of", it -> it.of(ROMEO))
            .asking(ROMEO.toString()),
        Asker.of(LastActivity.class, LastActivity::new)
            .asks("of", it -> it.of(ROMEO))
            .asking(ROMEO.toString()),
        services.asks("all", ExternalServices::all),
        services.asks("ofType", it -> it.ofType("turn")),
        services.asks("credentials", it -> it.credentials(ServerCalls.TURN)),
        services.asks("credentials by name", it -> it.credentials("turn", "localhost", null)));
  }
}
