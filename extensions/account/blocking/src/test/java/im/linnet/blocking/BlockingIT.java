package im.linnet.blocking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.xml.Element;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Two devices of one user, and another user who gets blocked, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record BlockingIT(Live live) {

  private static final Jid DOMAIN = Jid.of("evil.example");

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return requireNonNull(queue.poll(30, TimeUnit.SECONDS), "nothing came");
  }

  private static <T> T next(BlockingQueue<T> queue, Predicate<T> wanted) throws Exception {
    T found = next(queue);
    while (!wanted.test(found)) {
      found = next(queue);
    }
    return found;
  }

  private XmppClient juliet(Consumer<BlockingEvent> events) {
    XmppClient client = live.client(live.server().juliet()).with(Blocking::new).build();
    client.get(Blocking.class).onChange(events);
    return client;
  }

  @Test
  void a_block_counts_on_all_devices_until_it_is_undone() throws Exception {
    BlockingQueue<BlockingEvent> phoneEvents = new LinkedBlockingQueue<>();
    BlockingQueue<BlockingEvent> laptopEvents = new LinkedBlockingQueue<>();
    BlockingQueue<Message> phoneMessages = new LinkedBlockingQueue<>();
    BlockingQueue<Message> romeoMessages = new LinkedBlockingQueue<>();
    try (XmppClient phone = juliet(phoneEvents::add);
        XmppClient laptop = juliet(laptopEvents::add);
        XmppClient romeo = live.client(live.server().romeo()).build()) {
      phone.onMessage(phoneMessages::add);
      romeo.onMessage(romeoMessages::add);
      Live.online(laptop);
      Jid atPhone = Live.online(phone);
      Jid blocked = Live.online(romeo).bare();
      Blocking blocking = phone.get(Blocking.class);
      assertThat(await(blocking.load())).isEmpty();
      await(laptop.get(Blocking.class).load());

      await(blocking.block(blocked, DOMAIN));
      assertThat(blocking.blocked()).containsExactlyInAnyOrder(blocked, DOMAIN);
      assertThat(next(laptopEvents)).isInstanceOf(BlockingEvent.Blocked.class);
      assertThat(next(laptopEvents)).isInstanceOf(BlockingEvent.Blocked.class);
      assertThat(laptop.get(Blocking.class).isBlocked(romeo.address())).isTrue();

      await(romeo.send(Message.chat(atPhone, "Can you hear me?")));
      isNotReached(atPhone, romeo, romeoMessages);
      isNotSentTo(romeo.address(), phone, phoneMessages);

      await(blocking.unblock(blocked));
      await(romeo.send(Message.chat(atPhone, "And now?")));
      assertThat(next(phoneMessages, m -> m.error() == null).body()).isEqualTo("And now?");
      assertThat(next(laptopEvents)).isEqualTo(new BlockingEvent.Unblocked(blocked));

      await(laptop.get(Blocking.class).unblockAll());
      assertThat(laptop.get(Blocking.class).blocked()).isEmpty();
      assertThat(next(laptopEvents)).isEqualTo(new BlockingEvent.Unblocked(DOMAIN));
      assertThat(next(phoneEvents, e -> e.equals(new BlockingEvent.Unblocked(DOMAIN)))).isNotNull();
      assertThat(await(blocking.load())).isEmpty();
    }
  }

  /** ejabberd returns the message, Prosody drops it; requests get the same error from both. */
  private void isNotReached(Jid jid, XmppClient sender, BlockingQueue<Message> returned)
      throws Exception {
    StanzaException failure = Failures.of(sender.request(ping(jid)), StanzaException.class);
    assertThat(failure.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
    if (live.kind().isEjabberd()) {
      assertThat(requireNonNull(next(returned).error()).condition())
          .isEqualTo(Condition.SERVICE_UNAVAILABLE);
    }
  }

  private static Iq ping(Jid jid) {
    return Iq.get(jid, Element.of("ping", "urn:xmpp:ping"));
  }

  /** Prosody says why, ejabberd does not. */
  private void isNotSentTo(Jid jid, XmppClient client, BlockingQueue<Message> returned)
      throws Exception {
    await(client.send(Message.chat(jid, "Hello")));
    Message back = next(returned);
    assertThat(requireNonNull(back.error()).condition()).isEqualTo(Condition.NOT_ACCEPTABLE);
    assertThat(Blocking.saysBlocked((Stanza) back)).isEqualTo(live.kind().isProsody());
    StanzaException failure = Failures.of(client.request(ping(jid)), StanzaException.class);
    assertThat(failure.error().condition()).isEqualTo(Condition.NOT_ACCEPTABLE);
    assertThat(Blocking.saysBlocked(failure)).isEqualTo(live.kind().isProsody());
  }

  @Test
  void a_report_blocks_and_a_later_sign_in_finds_the_list() throws Exception {
    BlockingQueue<BlockingEvent> events = new LinkedBlockingQueue<>();
    Jid spammer = Jid.of("spammer@example.net");
    try (XmppClient first = juliet(event -> {})) {
      await(first.connect());
      Report report = Report.spam().withText("Advertises pills", "en");
      await(first.get(Blocking.class).report(spammer, report));
    }
    try (XmppClient second = juliet(events::add)) {
      await(second.connect());
      assertThat(next(events)).isEqualTo(new BlockingEvent.Blocked(spammer));
      assertThat(second.get(Blocking.class).isLoaded()).isTrue();
      await(second.get(Blocking.class).unblock(spammer));
    }
  }
}
