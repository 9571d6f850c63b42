package im.linnet.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.component.Component;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveComponent;
import im.linnet.xml.Element;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** A component that plays the push service of a user, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record PushIT(Live live) {

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return requireNonNull(queue.poll(30, TimeUnit.SECONDS), "nothing came");
  }

  /** A push service that answers each publication. */
  private XmppClient service(Function<PushPublication, Reply> handler) throws Exception {
    LiveComponent place = live.server().component();
    XmppClient service =
        Component.builder(place.host(), place.secret(), place.address().getPort()).build();
    service.onRequest(
        Iq.Type.SET,
        "pubsub",
        PushPublication.NAMESPACE,
        request -> {
          PushPublication publication = request.payload(PushPublication.TYPE);
          return publication == null
              ? Reply.error(Condition.BAD_REQUEST).now()
              : handler.apply(publication).now();
        });
    await(service.connect());
    return service;
  }

  private XmppClient juliet() throws Exception {
    XmppClient juliet = live.client(live.server().juliet()).with(Push::new).build();
    await(juliet.connect());
    return juliet;
  }

  private XmppClient romeo() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).build();
    await(romeo.connect());
    return romeo;
  }

  @Test
  void a_message_to_an_offline_user_notifies_the_push_service() throws Exception {
    BlockingQueue<PushPublication> published = new LinkedBlockingQueue<>();
    try (XmppClient service =
            service(
                publication -> {
                  published.add(publication);
                  return Reply.result();
                });
        XmppClient romeo = romeo()) {
      Jid account;
      try (XmppClient juliet = juliet()) {
        await(juliet.get(Push.class).enable(service.address(), "node1", Push.secret("s3")));
        account = juliet.address().bare();
      }
      await(romeo.send(Message.chat(account, "Hello")));
      PushPublication publication = next(published);
      assertThat(publication.node()).isEqualTo("node1");
      assertThat(publication.secret()).isEqualTo("s3");
      PushNotification notification = publication.notification();
      assertThat(notification.lastMessageBody()).startsWithIgnoringCase("new message");
      assertThat(notification.messageCount()).isEqualTo(live.kind().isProsody() ? 1L : null);

      try (XmppClient juliet = juliet()) {
        await(juliet.get(Push.class).enable(service.address(), "node2"));
        await(juliet.get(Push.class).disable(service.address(), "node1"));
      }
      await(romeo.send(Message.chat(account, "Are you there?")));
      await(romeo.send(Message.chat(account, "Hello?")));
      for (int i = 0; i < 2; i++) {
        PushPublication other = next(published);
        assertThat(other.node()).isEqualTo("node2");
        assertThat(other.secret()).isNull();
      }
      try (XmppClient juliet = juliet()) {
        await(juliet.get(Push.class).disable(service.address()));
      }
    }
  }

  /** ejabberd forgets the registration at once, Prosody keeps it. */
  @Test
  void an_error_of_the_push_service_may_end_the_registration() throws Exception {
    BlockingQueue<PushPublication> published = new LinkedBlockingQueue<>();
    try (XmppClient service =
            service(
                publication -> {
                  published.add(publication);
                  return Reply.error(Condition.ITEM_NOT_FOUND);
                });
        XmppClient romeo = romeo()) {
      Jid account;
      try (XmppClient juliet = juliet()) {
        await(juliet.get(Push.class).enable(service.address(), "gone"));
        account = juliet.address().bare();
      }
      await(romeo.send(Message.chat(account, "Hello")));
      next(published);
      // An answer from the same component, so the server has handled the error.
      await(service.request(Iq.get(account.domainJid(), ping())));
      try (XmppClient juliet = juliet()) {
        CompletableFuture<Void> disabled =
            juliet.get(Push.class).disable(service.address(), "gone");
        if (live.kind().isEjabberd()) {
          StanzaException failure = Failures.of(disabled, StanzaException.class);
          assertThat(failure.error().condition()).isEqualTo(Condition.ITEM_NOT_FOUND);
        } else {
          await(disabled);
        }
      }
    }
  }

  private static Element ping() {
    return Element.of("ping", "urn:xmpp:ping");
  }

  /**
   * A publication may come first that says nothing: Prosody's has an empty summary, ejabberd's has
   * none. It depends on what the client has not acknowledged.
   */
  @Test
  void a_stream_that_waits_to_be_resumed_notifies_too() throws Exception {
    BlockingQueue<PushPublication> published = new LinkedBlockingQueue<>();
    try (XmppClient service =
            service(
                publication -> {
                  published.add(publication);
                  return Reply.result();
                });
        XmppClient romeo = romeo()) {
      XmppClient juliet = live.client(live.server().juliet()).with(Push::new).build();
      Jid address = Live.online(juliet);
      await(juliet.get(Push.class).enable(service.address(), "away", Push.secret("s4")));
      await(juliet.suspend());
      await(romeo.send(Message.chat(address, "Hello")));
      PushPublication publication = next(published);
      while (publication.notification().lastMessageBody() == null) {
        publication = next(published);
      }
      assertThat(publication.node()).isEqualTo("away");
      assertThat(publication.secret()).isEqualTo("s4");
      try (XmppClient again = juliet()) {
        await(again.get(Push.class).disable(service.address()));
      }
    }
  }
}
