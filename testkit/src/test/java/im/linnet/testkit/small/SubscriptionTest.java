package im.linnet.testkit.small;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.small.Subscription.Change;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of RFC 6121, appendix A. A dash means that the state does not change. PO is Pending
 * Out, PI is Pending In.
 */
class SubscriptionTest {
  private static final Map<String, Subscription> STATES =
      Map.of(
          "None", Subscription.NONE,
          "None+PO", new Subscription(false, false, true, false),
          "None+PI", new Subscription(false, false, false, true),
          "None+PO+PI", new Subscription(false, false, true, true),
          "To", new Subscription(true, false, false, false),
          "To+PI", new Subscription(true, false, false, true),
          "From", new Subscription(false, true, false, false),
          "From+PO", new Subscription(false, true, true, false),
          "Both", new Subscription(true, true, false, false));

  @ParameterizedTest
  @CsvSource({
    "None, None+PO, -, -, -",
    "None+PO, -, None, -, -",
    "None+PI, None+PO+PI, -, From, None",
    "None+PO+PI, -, None+PI, From+PO, None+PO",
    "To, -, None, -, -",
    "To+PI, -, None+PI, Both, To",
    "From, From+PO, -, -, None",
    "From+PO, -, From, -, None+PO",
    "Both, -, From, -, To",
  })
  void changes_by_what_the_user_sends(
      String state, String subscribe, String unsubscribe, String subscribed, String unsubscribed) {
    Subscription before = requireNonNull(STATES.get(state));
    assertThat(before.sent(Change.SUBSCRIBE)).isEqualTo(after(subscribe, before));
    assertThat(before.sent(Change.UNSUBSCRIBE)).isEqualTo(after(unsubscribe, before));
    assertThat(before.sent(Change.SUBSCRIBED)).isEqualTo(after(subscribed, before));
    assertThat(before.sent(Change.UNSUBSCRIBED)).isEqualTo(after(unsubscribed, before));
  }

  @ParameterizedTest
  @CsvSource({
    "None, None+PI, -, -, -",
    "None+PO, None+PO+PI, -, To, None",
    "None+PI, -, None, -, -",
    "None+PO+PI, -, None+PO, To+PI, None+PI",
    "To, To+PI, -, -, None",
    "To+PI, -, To, -, None+PI",
    "From, -, None, -, -",
    "From+PO, -, None+PO, Both, From",
    "Both, -, To, -, From",
  })
  void changes_by_what_the_contact_sends(
      String state, String subscribe, String unsubscribe, String subscribed, String unsubscribed) {
    Subscription before = requireNonNull(STATES.get(state));
    assertThat(before.received(Change.SUBSCRIBE)).isEqualTo(after(subscribe, before));
    assertThat(before.received(Change.UNSUBSCRIBE)).isEqualTo(after(unsubscribe, before));
    assertThat(before.received(Change.SUBSCRIBED)).isEqualTo(after(subscribed, before));
    assertThat(before.received(Change.UNSUBSCRIBED)).isEqualTo(after(unsubscribed, before));
  }

  private static Subscription after(String state, Subscription before) {
    return STATES.getOrDefault(state, before);
  }
}
