package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PayloadTest {

  /** A payload as users write them. */
  record Age(int years) implements Payload {

    static final Payload.Type<Age> TYPE = new Payload.Type<>("age", "test:age", Age::of);

    static Age of(Element element) {
      int years = Integer.parseInt(element.text());
      if (years == 99) {
        throw new IllegalStateException("a fault of the reader");
      }
      return new Age(years);
    }

    @Override
    public Element toElement() {
      return Element.of("age", "test:age", Integer.toString(years));
    }
  }

  private static final Jid ROMEO = Jid.of("romeo@montague.lit");

  private static Message with(Element... payloads) {
    Message.Builder builder = Message.builder(ROMEO);
    for (Element payload : payloads) {
      builder.payload(payload);
    }
    return builder.build();
  }

  @Test
  void is_read_as_it_was_written() {
    assertThat(Message.builder(ROMEO).payload(new Age(14)).build().payload(Age.TYPE))
        .isEqualTo(new Age(14));
    assertThat(
            Presence.builder(Presence.Type.AVAILABLE)
                .payload(new Age(14))
                .build()
                .payload(Age.TYPE))
        .isEqualTo(new Age(14));
  }

  @Test
  void is_null_where_there_is_none() {
    assertThat(with().payload(Age.TYPE)).isNull();
    assertThat(with(Element.of("age", "test:other", "14")).payload(Age.TYPE)).isNull();
    assertThat(with(Element.of("Age", "test:age", "14")).payload(Age.TYPE)).isNull();
  }

  @Tag("X49")
  @Test
  void is_null_where_it_is_malformed_and_the_stanza_stays() {
    Message message = with(Element.of("age", "test:age", "many"));
    assertThat(message.payload(Age.TYPE)).isNull();
    assertThat(message.to()).isEqualTo(ROMEO);
  }

  @Test
  void is_the_first_of_several() {
    assertThat(with(new Age(1).toElement(), new Age(2).toElement()).payload(Age.TYPE))
        .isEqualTo(new Age(1));
  }

  @Tag("X49")
  @Test
  void is_the_first_that_is_well_formed() {
    Element odd = Element.of("age", "test:age", "many");
    assertThat(with(odd, odd, new Age(2).toElement()).payload(Age.TYPE)).isEqualTo(new Age(2));
  }

  @Tag("X49")
  @Test
  void does_not_hide_a_fault_of_its_reader() {
    Message message = with(Element.of("age", "test:age", "99"));
    assertThatThrownBy(() -> message.payload(Age.TYPE)).isInstanceOf(IllegalStateException.class);
  }
}
