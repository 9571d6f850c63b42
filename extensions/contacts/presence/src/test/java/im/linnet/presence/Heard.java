package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a client's {@link Presences} told, to be waited for. */
final class Heard {

  private final BlockingQueue<PresenceEvent> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Invitation> invitations = new LinkedBlockingQueue<>();

  Heard(XmppClient client) {
    client.get(Presences.class).onChange(events::add);
    client.get(Presences.class).onInvitation(invitations::add);
  }

  PresenceEvent until(Predicate<PresenceEvent> wanted) throws InterruptedException {
    PresenceEvent event = events.poll(10, TimeUnit.SECONDS);
    while (event != null && !wanted.test(event)) {
      event = events.poll(10, TimeUnit.SECONDS);
    }
    return present(event);
  }

  Invitation invitation() throws InterruptedException {
    return present(invitations.poll(10, TimeUnit.SECONDS));
  }

  List<Invitation> invitations() {
    return List.copyOf(invitations);
  }

  private static <T> T present(@Nullable T value) {
    assertThat(value).as("heard within 10 seconds").isNotNull();
    return Objects.requireNonNull(value);
  }
}
