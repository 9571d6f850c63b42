package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.about.EntityTime;
import im.linnet.about.ExternalService;
import im.linnet.about.ExternalServices;
import im.linnet.about.LastActivity;
import im.linnet.about.SoftwareVersion;
import im.linnet.commands.Command;
import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.jidlookup.JidLookup;
import im.linnet.ping.Ping;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.search.SearchForm;
import im.linnet.search.UserSearch;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.stream.Stream;

/** The methods of the extensions for servers, without those of {@link PubSubCalls}. */
final class ServerCalls {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final Jid SERVICE = Jid.of("service.localhost");
  static final SearchForm FORM =
      SearchForm.of(
          SERVICE, Element.builder("query", UserSearch.NAMESPACE).child("nick", "").build());
  static final ExternalService TURN =
      ExternalService.of(
          Element.builder("service", ExternalServices.NAMESPACE)
              .attribute("type", "turn")
              .attribute("host", "turn.localhost")
              .build());

  /** Anything that can be stored. */
  record Note(String text) implements Payload {

    static final Type<Note> TYPE =
        new Type<>("note", "urn:example:note", element -> new Note(element.text()));

    @Override
    public Element toElement() {
      return Element.of("note", "urn:example:note", text);
    }
  }

  private ServerCalls() {}

  static Stream<Call<?>> all() {
    return Stream.of(discovery(), storage(), commands(), about()).flatMap(calls -> calls);
  }

  private static Stream<Call<?>> discovery() {
    return Stream.of(
        call(Disco.class, "serverInfo", Disco::serverInfo),
        call(Disco.class, "info", d -> d.info(ROMEO)),
        texted(Disco.class, "info", (d, text) -> d.info(ROMEO, text)),
        call(Disco.class, "items", d -> d.items(ROMEO)),
        texted(Disco.class, "items", (d, text) -> d.items(ROMEO, text)),
        texted(JidLookup.class, "jidOf", (j, text) -> j.jidOf(text + "@contoso.com")),
        call(Ping.class, "ping", Ping::ping),
        call(Ping.class, "ping", p -> p.ping(ROMEO)),
        call(Ping.class, "ping", p -> p.ping(ROMEO, Duration.ofSeconds(1))));
  }

  private static Stream<Call<?>> storage() {
    return Stream.of(
        call(PrivateStorage.class, "get", p -> p.get(Note.TYPE)),
        texted(PrivateStorage.class, "get", (p, text) -> p.get("note", text)),
        texted(PrivateStorage.class, "get", (p, text) -> p.get(text, "urn:example:note")),
        texted(PrivateStorage.class, "set", (p, text) -> p.set(new Note(text))),
        call(PrivateStorage.class, "set", p -> p.set(new Note("x").toElement())),
        call(PrivateStorage.class, "remove", p -> p.remove(Note.TYPE)));
  }

  private static Stream<Call<?>> commands() {
    return Stream.of(
        call(Commands.class, "list", c -> c.list(SERVICE)),
        texted(Commands.class, "execute", (c, text) -> c.execute(SERVICE, text)),
        texted(Commands.class, "execute", (c, text) -> c.execute(new Command(SERVICE, text, null))),
        call(UserSearch.class, "form", s -> s.form(SERVICE)),
        call(UserSearch.class, "search", s -> s.search(FORM, DataForm.cancel())),
        texted(UserSearch.class, "search", (s, text) -> s.search(FORM, named("nick", text))),
        texted(UserSearch.class, "search", (s, text) -> s.search(FORM, named(text, "x"))));
  }

  static DataForm named(String field, String value) {
    return DataForm.builder(DataForm.Kind.SUBMIT)
        .field(FieldType.TEXT_SINGLE, field, value)
        .build();
  }

  private static Stream<Call<?>> about() {
    return Stream.of(
        call(SoftwareVersion.class, "of", s -> s.of(ROMEO)),
        call(EntityTime.class, "of", e -> e.of(ROMEO)),
        call(LastActivity.class, "of", l -> l.of(ROMEO)),
        call(ExternalServices.class, "all", ExternalServices::all),
        texted(ExternalServices.class, "ofType", ExternalServices::ofType),
        call(ExternalServices.class, "credentials", e -> e.credentials(TURN)),
        texted(ExternalServices.class, "credentials", (e, text) -> e.credentials(text, "host", 1)),
        texted(
            ExternalServices.class, "credentials", (e, text) -> e.credentials("turn", text, null)));
  }
}
