package im.linnet.fuzz.targets;

import im.linnet.fuzz.FuzzTarget;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Readers of payloads. A malformed payload is an {@code IllegalArgumentException} and nothing else;
 * one that was read can be written, and is the same when read again. Stanzas never fail to be read
 * in parts.
 */
public final class PayloadTarget implements FuzzTarget {

  private final Readers readers = new Readers();

  /** A target. */
  public PayloadTarget() {}

  @Override
  public void run(byte[] input) {
    for (Element element : Fragments.read(input)) {
      read(element);
      for (Element child : element.children()) {
        read(child);
        child.children().forEach(this::read);
      }
      Stanza stanza = stanza(element);
      if (stanza != null) {
        parts(stanza);
      }
    }
  }

  private void read(Element element) {
    for (Function<Element, ?> reader : readers.all()) {
      Object value;
      try {
        value = reader.apply(element);
      } catch (IllegalArgumentException malformed) {
        continue;
      }
      if (value instanceof Payload payload) {
        Element written = payload.toElement();
        Object again = reader.apply(written);
        if (!again.equals(value)) {
          throw new AssertionError("%s is %s when written".formatted(value, written.toXml()));
        }
      }
      if (value != null && value.toString() == null) {
        throw new AssertionError("can't be shown");
      }
    }
  }

  private static @Nullable Stanza stanza(Element element) {
    try {
      return Stanza.of(element);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private void parts(Stanza stanza) {
    stanza.error();
    stanza.error("de");
    stanza.languages();
    if (stanza instanceof Message message) {
      message.body();
      message.body("de");
      message.subject();
      message.thread();
      message.toBuilder();
      readers.ofMessage(message);
    } else if (stanza instanceof Presence presence) {
      presence.show();
      presence.status();
      presence.priority();
      presence.toBuilder();
    } else if (stanza instanceof Iq iq) {
      iq.payload();
      if (iq.isRequest()) {
        iq.result(null);
      }
    }
    if (stanza.toString() == null) {
      throw new AssertionError("can't be shown");
    }
  }
}
