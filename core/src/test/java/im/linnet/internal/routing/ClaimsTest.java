package im.linnet.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimsTest {

  private static final Claim ANY_X = Claim.payload("x", "test:x");
  private static final Claim GARDEN = Claim.from(Jid.of("garden@rooms.example"));

  private final Claims claims = new Claims();
  private final List<String> taken = new ArrayList<>();

  private Subscription add(String name, Claim claim) {
    return claims.add(claim, stanza -> taken.add(name));
  }

  private void arrives(@Nullable String from) {
    Message message =
        Message.of(
            Element.builder("message", Stanza.NAMESPACE)
                .attribute("from", from)
                .child(Element.of("x", "test:x"))
                .build());
    Runnable taker = claims.taker(message);
    if (taker == null) {
      taken.add("nobody");
    } else {
      taker.run();
    }
  }

  @Test
  void nobody_takes_what_nobody_claims() {
    arrives("garden@rooms.example/romeo");
    add("other", Claim.from(Jid.of("orchard@rooms.example")));
    add("other payload", Claim.payload("y", "test:y"));
    arrives("garden@rooms.example/romeo");
    arrives(null);
    assertThat(taken).containsExactly("nobody", "nobody", "nobody");
  }

  @Test
  void the_narrowest_claim_takes_it_whatever_the_order() {
    add("payload", ANY_X);
    add("both", ANY_X.sentBy(Jid.of("garden@rooms.example")));
    add("messages", ANY_X.of(Message.class));
    arrives("garden@rooms.example/romeo");
    arrives("orchard@rooms.example/romeo");
    add("romeo", ANY_X.sentBy(Jid.of("garden@rooms.example/romeo")));
    arrives("garden@rooms.example/romeo");
    assertThat(taken).containsExactly("both", "messages", "romeo");
  }

  @Test
  void the_first_of_equally_narrow_claims_takes_it() {
    assertThat(GARDEN.narrowness()).isEqualTo(ANY_X.narrowness());
    Subscription first = add("sender", GARDEN);
    add("payload", ANY_X);
    add("sender again", GARDEN);
    arrives("garden@rooms.example/romeo");
    first.close();
    arrives("garden@rooms.example/romeo");
    assertThat(taken).containsExactly("sender", "payload");
  }

  @Test
  void the_first_of_equally_narrow_claims_takes_it_in_the_other_order_too() {
    add("payload", ANY_X);
    add("sender", GARDEN);
    arrives("garden@rooms.example/romeo");
    assertThat(taken).containsExactly("payload");
  }

  @Test
  void a_claim_that_is_closed_takes_nothing_and_no_other_with_it() {
    Subscription one = add("one", GARDEN);
    Subscription same = add("same", GARDEN);
    one.close();
    one.close();
    arrives("garden@rooms.example");
    same.close();
    arrives("garden@rooms.example");
    assertThat(taken).containsExactly("same", "nobody");
  }

  @Test
  void a_subscriber_that_throws_disturbs_nobody() {
    claims.add(
        GARDEN,
        stanza -> {
          throw new IllegalStateException("a test");
        });
    arrives("garden@rooms.example");
    assertThat(taken).isEmpty();
  }
}
