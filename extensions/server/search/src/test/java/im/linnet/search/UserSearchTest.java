package im.linnet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.forms.InvalidFieldException;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.Script;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of XEP-0055, and what directories get wrong. */
@Timeout(120)
class UserSearchTest {

  private static final String NS = "jabber:iq:search";
  private static final Jid SERVICE = Jid.of("characters.shakespeare.lit");
  private static final String PLAIN =
      "<query xmlns='jabber:iq:search'><instructions> Fill in </instructions><first/><last/>"
          + "<nick/><email/><x xmlns='urn:x'/></query>";
  private static final String FORM =
      "<query xmlns='jabber:iq:search'><instructions/><x xmlns='jabber:x:data' type='form'>"
          + "<title>User Directory Search</title>"
          + "<field type='hidden' var='FORM_TYPE'><value>jabber:iq:search</value></field>"
          + "<field type='text-single' label='Given Name' var='first'/>"
          + "<field type='list-single' label='Gender' var='x-gender'>"
          + "<option label='Male'><value>male</value></option></field></x></query>";

  private static ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.bound(UserSearch::new, lines);
  }

  private static Consumer<Script> exchange(String type, String request, String answer) {
    return script ->
        script
            .expect("<iq type='%s' id='{i}' to='%s'>%s</iq>".formatted(type, SERVICE, request))
            .send("<iq type='result' id='{i}' from='%s'>%s</iq>".formatted(SERVICE, answer));
  }

  private static Consumer<Script> listed(String answer) {
    return exchange("get", "<query xmlns='" + NS + "'/>", answer);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void searches_by_plain_fields() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(listed(PLAIN))
                    .then(
                        exchange(
                            "set",
                            "<query xmlns='jabber:iq:search'><last>Capulet</last></query>",
                            "<query xmlns='jabber:iq:search'>"
                                + "<item jid='juliet@capulet.com'><first>Juliet</first>"
                                + "<last>Capulet</last><nick>JuliC</nick></item>"
                                + "<item jid='@@'><first>Nobody</first></item><item/>"
                                + "<item jid='tybalt@shakespeare.lit'><nick>ty</nick></item>"
                                + "</query>")))) {
      UserSearch search = it.get(UserSearch.class);
      SearchForm form = get(search.form(SERVICE));
      assertThat(form.service()).isEqualTo(SERVICE);
      assertThat(form.instructions()).isEqualTo("Fill in");
      assertThat(form.form().fields())
          .extracting(Field::var)
          .containsExactly("first", "last", "nick", "email");
      DataForm answer = form.answer().set("last", "Capulet").set("first", "").build();
      SearchResult found = get(search.search(form, answer));
      assertThat(found.rows()).hasSize(4);
      assertThat(found.rows().get(0).text("nick")).isEqualTo("JuliC");
      assertThat(found.jids())
          .containsExactly(Jid.of("juliet@capulet.com"), Jid.of("tybalt@shakespeare.lit"));
      assertThat(found.columns()).isEmpty();
    }
  }

  @Test
  void searches_by_a_data_form() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(listed(FORM))
                    .then(
                        exchange(
                            "set",
                            "<query xmlns='jabber:iq:search'>"
                                + "<x xmlns='jabber:x:data' type='submit'>"
                                + "<field type='hidden' var='FORM_TYPE'>"
                                + "<value>jabber:iq:search</value></field>"
                                + "<field type='list-single' var='x-gender'>"
                                + "<value>male</value></field></x></query>",
                            "<query xmlns='jabber:iq:search'>"
                                + "<x xmlns='jabber:x:data' type='result'><reported>"
                                + "<field var='first' label='Given Name' type='text-single'/>"
                                + "<field var='jid' label='Jabber ID' type='jid-single'/>"
                                + "</reported><item><field var='first'><value>Romeo</value></field>"
                                + "<field var='jid'><value>romeo@montague.net</value></field>"
                                + "</item></x></query>")))) {
      UserSearch search = it.get(UserSearch.class);
      SearchForm form = get(search.form(SERVICE));
      assertThat(form.instructions()).isNull();
      assertThatThrownBy(() -> form.answer().set("nick", "x"))
          .isInstanceOf(InvalidFieldException.class);
      SearchResult found = get(search.search(form, form.answer().set("x-gender", "male").build()));
      assertThat(found.columns()).extracting(Field::label).contains("Given Name");
      assertThat(found.rows().get(0).text("first")).isEqualTo("Romeo");
      assertThat(found.jids()).containsExactly(Jid.of("romeo@montague.net"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<query xmlns='jabber:iq:search'/>",
        "<query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='result'/></query>"
      })
  void nothing_found_is_no_failure(String answer) {
    SearchResult found = SearchResult.of(Xml.element(answer));
    assertThat(found.rows()).isEmpty();
    assertThat(found.jids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<query xmlns='urn:x'/>",
        "<query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='odd'/></query>"
      })
  void an_answer_that_cannot_be_read_is_a_failure(String answer) throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(listed(PLAIN))
                    .expectLike("<iq type='set' id='{i}' to='" + SERVICE + "'/>")
                    .send(
                        "<iq type='result' id='{i}' from='" + SERVICE + "'>" + answer + "</iq>"))) {
      UserSearch search = it.get(UserSearch.class);
      SearchForm form = get(search.form(SERVICE));
      Failures.of(search.search(form, form.answer().build()), UnreadableAnswerException.class);
    }
  }

  @Test
  void lists_have_an_end() {
    StringBuilder query = new StringBuilder("<query xmlns='jabber:iq:search'>");
    for (int i = 0; i < 200; i++) {
      query.append("<f").append(i).append("/>");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SearchForm.of(SERVICE, Xml.element(query + "</query>")));
    String items = "<item jid='a@b'/>".repeat(10_001);
    assertThat(
            SearchResult.of(Xml.element("<query xmlns='jabber:iq:search'>" + items + "</query>"))
                .rows())
        .hasSize(10_000);
  }

  @Test
  void what_was_not_listed_is_not_sent() throws Exception {
    try (ScriptedClient it = client(listed(PLAIN))) {
      UserSearch search = it.get(UserSearch.class);
      SearchForm form = get(search.form(SERVICE));
      DataForm other =
          DataForm.builder(DataForm.Kind.SUBMIT).field(FieldType.TEXT_SINGLE, "city", "x").build();
      DataForm control =
          DataForm.builder(DataForm.Kind.SUBMIT).field(FieldType.TEXT_SINGLE, "nick", "\0").build();
      Failures.of(search.search(form, other), RefusedException.class);
      Failures.of(search.search(form, control), RefusedException.class);
      Failures.of(search.search(form, DataForm.cancel()), RefusedException.class);
    }
  }

  @Test
  void a_directory_that_refuses_or_does_not_answer_fails_the_future() {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .with(UserSearch::new)
            .client(client -> client.requestLimit(Duration.ofMillis(300)))
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{i}'/>")
                        .send(
                            "<iq type='error' id='{i}' from='"
                                + SERVICE
                                + "'><error type='cancel'><service-unavailable"
                                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>")
                        .silence())) {
      UserSearch search = it.get(UserSearch.class);
      Failures.of(search.form(SERVICE), StanzaException.class);
      TransportException late = Failures.of(search.form(SERVICE), TransportException.class);
      assertThat(late.reason()).isEqualTo(TransportException.Reason.NO_ANSWER);
    }
  }
}
