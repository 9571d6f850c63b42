package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.get;
import static im.linnet.archive.ArchiveScript.ids;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.archive.ArchivePreferences.Default;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The archive of an account on every server, with what each of them does differently. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
class ArchiveIT {

  private final Live live;
  private final List<XmppClient> clients = new ArrayList<>();
  private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

  ArchiveIT(Live live) {
    this.live = live;
  }

  @AfterEach
  void close() throws Exception {
    for (XmppClient client : clients) {
      client.shutdown().get(20, TimeUnit.SECONDS);
    }
  }

  private XmppClient online(LiveUser user) throws Exception {
    XmppClient client = live.client(user).with(MessageArchive::new).build();
    clients.add(client);
    Live.online(client);
    return client;
  }

  /** Sends some messages to a client; returns their ids in its archive. */
  private List<String> exchange(XmppClient from, XmppClient to, String... bodies) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String body : bodies) {
      from.deliver(Message.chat(to.account(), body)).get(20, TimeUnit.SECONDS);
      Message message = requireNonNull(heard.poll(20, TimeUnit.SECONDS));
      assertThat(message.body()).isEqualTo(body);
      ids.add(requireNonNull(StanzaId.of(message, to.account())));
    }
    return ids;
  }

  @Test
  void an_archive_is_read_in_pages() throws Exception {
    XmppClient juliet = online(live.server().juliet());
    XmppClient romeo = online(live.server().romeo());
    juliet.onMessage(heard::add);
    List<String> all = exchange(romeo, juliet, "one", "two", "three", "four", "five");
    Archive own = juliet.get(MessageArchive.class).own();
    MessageQuery query = MessageQuery.all().with(romeo.account()).max(2);

    Page latest = get(own.page(query.latest()));
    assertThat(ids(latest)).isEqualTo(all.subList(3, 5));
    assertThat(latest.isComplete()).isFalse();
    assertThat(latest.messages()).extracting(ArchivedMessage::body).containsExactly("four", "five");
    assertThat(latest.messages()).allMatch(message -> message.time() != null);
    Page middle = get(own.page(requireNonNull(latest.previous())));
    assertThat(ids(middle)).isEqualTo(all.subList(1, 3));
    assertThat(ids(get(own.page(requireNonNull(middle.next()))))).isEqualTo(all.subList(3, 5));
    Page first = get(own.page(requireNonNull(middle.previous())));
    assertThat(ids(first)).isEqualTo(all.subList(0, 1));
    assertThat(first.isComplete()).isTrue();
    assertThat(get(own.page(requireNonNull(latest.next()))).messages()).isEmpty();
    Page none = get(own.page(MessageQuery.all().with(Jid.of("nobody@localhost"))));
    assertThat(none.messages()).isEmpty();
    assertThat(juliet.get(MessageArchive.class).dropped()).isZero();
    checkDirections(own, query, all);
    checkTimes(own, query);
    checkIds(own, all);
    checkFacts(own, all);
  }

  private static void checkDirections(Archive own, MessageQuery query, List<String> all)
      throws Exception {
    Page flipped = get(own.page(query.latest().flipped()));
    assertThat(ids(flipped)).containsExactly(all.get(4), all.get(3));
    assertThat(ids(get(own.page(requireNonNull(flipped.previous())))))
        .containsExactly(all.get(2), all.get(1));

    assertThat(collect(own, query)).isEqualTo(all);
    List<String> reversed = IntStream.range(0, 5).mapToObj(index -> all.get(4 - index)).toList();
    assertThat(collect(own, query.latest())).isEqualTo(reversed);
    assertThat(collect(own, query.latest().flipped())).isEqualTo(reversed);
  }

  private void checkTimes(Archive own, MessageQuery query) throws Exception {
    Instant later = Instant.now().plus(Duration.ofHours(1));
    assertThat(get(own.page(query.start(later))).messages()).isEmpty();
    assertThat(get(own.page(query.end(later).max(50))).messages()).hasSize(5);
    assertThat(get(own.page(query.end(later.minus(Duration.ofDays(1))))).messages()).isEmpty();

    Integer count = get(own.page(query.max(0))).count();
    assertThat(count).isEqualTo(live.kind().isProsody() && live.kind().isModern() ? null : 5);
  }

  /** Only Prosody has the extended form and metadata; ejabberd flips pages without saying so. */
  private void checkIds(Archive own, List<String> all) throws Exception {
    MessageQuery some = MessageQuery.all().ids(List.of(all.get(1), all.get(3)));
    MessageQuery between = MessageQuery.all().afterId(all.get(0)).beforeId(all.get(3));
    if (live.kind().isProsody()) {
      assertThat(ids(get(own.page(some)))).containsExactly(all.get(1), all.get(3));
      assertThat(ids(get(own.page(between)))).containsExactly(all.get(1), all.get(2));
    } else {
      for (MessageQuery query : List.of(some, between)) {
        StanzaException refusal = Failures.of(own.page(query), StanzaException.class);
        assertThat(refusal.error().condition()).isEqualTo(Condition.BAD_REQUEST);
      }
    }
    CompletableFuture<Page> unknown = own.page(MessageQuery.all().after("unknown"));
    if (live.kind().isEjabberd()) {
      assertThat(get(unknown).first()).isEqualTo(all.get(0));
    } else if (live.kind().isModern()) {
      assertThat(get(unknown).messages()).isEmpty();
    } else {
      StanzaException refusal = Failures.of(unknown, StanzaException.class);
      assertThat(refusal.error().condition()).isEqualTo(Condition.ITEM_NOT_FOUND);
    }
  }

  private void checkFacts(Archive own, List<String> all) throws Exception {
    QueryForm form = get(own.form());
    assertThat(form.has("with")).isTrue();
    assertThat(form.has("ids")).isEqualTo(live.kind().isProsody());
    assertThat(form.textField()).isNull();
    if (live.kind().isProsody()) {
      ArchiveMetadata metadata = get(own.metadata());
      assertThat(requireNonNull(metadata.start()).id()).isEqualTo(all.get(0));
      assertThat(requireNonNull(metadata.end()).id()).isEqualTo(all.get(4));
    } else {
      StanzaException refusal = Failures.of(own.metadata(), StanzaException.class);
      assertThat(refusal.error().condition()).isEqualTo(Condition.BAD_REQUEST);
    }
  }

  private static List<String> collect(Archive archive, MessageQuery query) throws Exception {
    List<String> ids = new ArrayList<>();
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    archive
        .messages(query)
        .subscribe(
            new Flow.Subscriber<>() {
              private Flow.@Nullable Subscription subscription;

              @Override
              public void onSubscribe(Flow.Subscription made) {
                subscription = made;
                made.request(1);
              }

              @Override
              public void onNext(ArchivedMessage message) {
                ids.add(message.id());
                requireNonNull(subscription).request(1);
              }

              @Override
              public void onError(Throwable failure) {
                all.completeExceptionally(failure);
              }

              @Override
              public void onComplete() {
                all.complete(ids);
              }
            });
    return get(all);
  }

  @Test
  void preferences_decide_what_is_archived() throws Exception {
    XmppClient paris = online(live.server().paris());
    XmppClient romeo = online(live.server().romeo());
    paris.onMessage(heard::add);
    MessageArchive archives = paris.get(MessageArchive.class);
    ArchivePreferences before = get(archives.preferences());
    ArchivePreferences wanted =
        ArchivePreferences.of(Default.ALWAYS).never(List.of(romeo.account()));
    assertThat(get(archives.preferences(wanted))).isEqualTo(wanted);
    assertThat(get(archives.preferences())).isEqualTo(wanted);
    romeo.deliver(Message.chat(paris.account(), "off the record")).get(20, TimeUnit.SECONDS);
    assertThat(requireNonNull(heard.poll(20, TimeUnit.SECONDS)).body()).isEqualTo("off the record");
    Page page = get(archives.own().page(MessageQuery.all().with(romeo.account())));
    assertThat(page.messages()).extracting(ArchivedMessage::body).doesNotContain("off the record");
    assertThat(get(archives.preferences(before))).isEqualTo(before);
  }

  @Test
  void the_archives_of_others_are_closed() throws Exception {
    XmppClient juliet = online(live.server().juliet());
    Jid stranger = Jid.of(live.server().paris().jid());
    CompletableFuture<Page> page =
        juliet.get(MessageArchive.class).of(stranger).page(MessageQuery.all());
    if (live.kind().isProsody()) {
      StanzaException refusal = Failures.of(page, StanzaException.class);
      assertThat(refusal.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
    } else {
      // It answers with the asker's own archive, which is not believed to be the stranger's.
      assertThat(get(page).messages()).isEmpty();
    }
  }
}
