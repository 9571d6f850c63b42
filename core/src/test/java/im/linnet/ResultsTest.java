package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Backlog;
import im.linnet.connection.Dropped;
import im.linnet.connection.ReconnectPolicy.Outage;
import im.linnet.connection.SavedStream;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stream.LostStream;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results of the client that are no records: equal if all parts are, as records would be. */
class ResultsTest {

  private static final Endpoint HERE = Endpoint.startTls("a.test", 1);
  private static final Endpoint THERE = Endpoint.startTls("b.test", 1);
  private static final Jid JID = Jid.of("juliet@capulet.lit/balcony");
  private static final Element MESSAGE = Element.of("message", "jabber:client");
  private static final Redirect REDIRECT = Redirect.of(HERE, "b.test", Phase.OPENING);

  private static SavedStream saved(Function<SavedStream.Builder, SavedStream.Builder> change) {
    return change.apply(SavedStream.builder(JID, "id", Instant.EPOCH)).build();
  }

  /** In each list one part differs from the first. */
  static Stream<Supplier<List<?>>> results() {
    XmppException failure = new RefusedException("No");
    XmppException other = new RefusedException("No");
    return Stream.of(
        ResultsTest::places,
        ResultsTest::redirects,
        () ->
            List.of(Attempt.of(HERE, failure), Attempt.of(THERE, failure), Attempt.of(HERE, other)),
        ResultsTest::drops,
        ResultsTest::backlogs,
        () ->
            List.of(
                WireEvent.of(true, "<a/>"), WireEvent.of(false, "<a/>"), WireEvent.of(true, "")),
        ResultsTest::lostStreams,
        ResultsTest::savedStreams,
        () ->
            List.of(
                Outage.builder(failure).build(),
                Outage.builder(other).build(),
                Outage.builder(failure).attempts(1).build(),
                Outage.builder(failure).refusals(1).build(),
                Outage.builder(failure).lasted(Duration.ofSeconds(1)).build(),
                Outage.builder(failure).sessionLost(true).build(),
                Outage.builder(failure).networkChanged(true).build()));
  }

  private static List<Where> places() {
    return List.of(
        Where.of(Phase.OPENING, HERE, List.of()),
        Where.of(Phase.BINDING, HERE, List.of()),
        Where.of(Phase.OPENING, null, List.of()),
        Where.of(Phase.OPENING, HERE, List.of(REDIRECT)),
        Where.of(Phase.OPENING, HERE, List.of()).asHearsay());
  }

  private static List<Redirect> redirects() {
    return List.of(
        Redirect.of(HERE, "b.test", Phase.OPENING),
        Redirect.of(THERE, "b.test", Phase.OPENING),
        Redirect.of(HERE, "c.test", Phase.OPENING),
        Redirect.of(HERE, "b.test", Phase.SESSION));
  }

  private static List<Dropped> drops() {
    return List.of(
        Dropped.of(MESSAGE, Dropped.Reason.UNKNOWN),
        Dropped.of(Element.of("iq", "jabber:client"), Dropped.Reason.UNKNOWN),
        Dropped.of(MESSAGE, Dropped.Reason.UNASKED));
  }

  private static List<Backlog> backlogs() {
    return List.of(
        Backlog.of(1, 2, true),
        Backlog.of(0, 2, true),
        Backlog.of(1, 0, true),
        Backlog.of(1, 2, false));
  }

  private static List<LostStream> lostStreams() {
    return List.of(
        LostStream.of(JID, "id", 1),
        LostStream.of(JID.bare(), "id", 1),
        LostStream.of(JID, "other", 1),
        LostStream.of(JID, "id", 2));
  }

  private static List<SavedStream> savedStreams() {
    return List.of(
        saved(it -> it),
        saved(it -> SavedStream.builder(JID.bare(), "id", Instant.EPOCH)),
        saved(it -> SavedStream.builder(JID, "other", Instant.EPOCH)),
        saved(it -> SavedStream.builder(JID, "id", Instant.MAX)),
        saved(it -> it.location("b.test")),
        saved(it -> it.acknowledged(1)),
        saved(it -> it.handled(1)),
        saved(it -> it.waiting(List.of(MESSAGE))));
  }

  @ParameterizedTest
  @MethodSource("results")
  void are_equal_if_all_parts_are(Supplier<List<?>> results) {
    assertThat(results.get()).doesNotHaveDuplicates().isEqualTo(results.get());
    assertThat(results.get()).hasSameHashCodeAs(results.get());
  }

  @Test
  void keep_the_resumption_id_to_themselves() {
    assertThat(LostStream.of(JID, "s3cret", 1).toString()).doesNotContain("s3cret");
  }
}
