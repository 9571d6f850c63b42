package im.linnet.connection;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.RecordedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/** Callbacks of users, and what they throw. */
class SubscribersTest {

  /** A log of failures, which may be in trouble itself. */
  private static final class Lines extends RecordedLog {

    private static final long serialVersionUID = 1L;

    private final transient List<String> all = new ArrayList<>();
    private transient Runnable trouble = () -> {};

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      trouble.run();
      all.add(
          MessageFormatter.basicArrayFormat(pattern, arguments)
              + " "
              + (failure == null ? "" : failure.getClass().getSimpleName()));
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(
        new IllegalStateException("thrown by a test"),
        new StackOverflowError("thrown by a test"),
        new NoClassDefFoundError("thrown by a test"),
        new AssertionError("thrown by a test"),
        new OutOfMemoryError("thrown by a test"));
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  private static <T> Consumer<T> throwing(Throwable failure) {
    return event -> SubscribersTest.<RuntimeException>sneak(failure);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void all_hear_each_event_whatever_one_of_them_throws(Throwable failure) {
    Subscribers<String> subscribers = new Subscribers<>(SubscribersTest.class);
    List<String> heard = new ArrayList<>();
    subscribers.add(event -> heard.add("before " + event));
    subscribers.add(throwing(failure));
    subscribers.add(event -> heard.add("after " + event));
    subscribers.tell("1");
    subscribers.tell("2");
    assertThat(heard).containsExactly("before 1", "after 1", "before 2", "after 2");
  }

  @Test
  void are_two_for_one_that_subscribed_twice() {
    Subscribers<String> subscribers = new Subscribers<>(SubscribersTest.class);
    List<String> heard = new ArrayList<>();
    Consumer<String> one = heard::add;
    Subscription first = subscribers.add(one);
    Subscription second = subscribers.add(one);
    first.close();
    first.close();
    subscribers.tell("x");
    assertThat(heard).containsExactly("x");
    assertThat(subscribers.isEmpty()).isFalse();
    second.close();
    assertThat(subscribers.isEmpty()).isTrue();
  }

  @Test
  void may_subscribe_and_leave_while_they_hear() {
    Subscribers<String> subscribers = new Subscribers<>(SubscribersTest.class);
    List<String> heard = new ArrayList<>();
    List<Subscription> own = new ArrayList<>();
    own.add(
        subscribers.add(
            event -> {
              heard.add(event);
              own.get(0).close();
              subscribers.add(heard::add);
            }));
    subscribers.tell("1");
    subscribers.tell("2");
    assertThat(heard).containsExactly("1", "2");
  }

  @Tag("Q19")
  @Test
  void flood_no_log() {
    Lines lines = new Lines();
    AtomicLong now = new AtomicLong();
    Containment containment = new Containment(lines, "A callback", now::get);
    for (int i = 0; i < 1_000; i++) {
      containment.run(() -> throwing(new IllegalStateException("x")).accept(1));
    }
    assertThat(lines.all)
        .hasSize(Containment.MOST_LOGGED)
        .containsOnly("A callback failed IllegalStateException");
    lines.all.clear();
    now.addAndGet(60_000_000_000L);
    containment.failed(new StackOverflowError("x"));
    containment.failed(new StackOverflowError("x"));
    assertThat(lines.all)
        .containsExactly(
            "A callback failed; 990 more failures were not logged StackOverflowError",
            "A callback failed StackOverflowError");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void do_no_harm_by_a_failure_that_cannot_be_logged(Throwable failure) {
    Lines lines = new Lines();
    lines.trouble = () -> SubscribersTest.<RuntimeException>sneak(failure);
    Containment containment = new Containment(lines, "A callback", () -> 0);
    containment.call(throwing(failure), "x");
    containment.run(() -> SubscribersTest.<RuntimeException>sneak(failure));
    assertThat(lines.all).isEmpty();
  }
}
