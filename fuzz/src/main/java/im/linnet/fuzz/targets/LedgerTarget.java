package im.linnet.fuzz.targets;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.XmppException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.internal.management.Count;
import im.linnet.internal.management.Ledger;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The counters of stream management: each byte is an operation. Each stanza is told of once, in
 * order; counts agree with those of a plain list, also where they wrap. Digits after a {@code #}
 * are a counter as text.
 */
public final class LedgerTarget implements FuzzTarget {

  private static final long MASK = 0xFFFF_FFFFL;
  private static final long[] STARTS = {0, 1, 0x7FFF_FFFEL, 0x8000_0000L, 0xFFFF_FFFEL, MASK};

  /** A target. */
  public LedgerTarget() {}

  @Override
  public void run(byte[] input) {
    if (input.length > 0 && input[0] == '#') {
      count(new String(input, 1, input.length - 1, StandardCharsets.UTF_8));
      return;
    }
    long start = input.length == 0 ? 0 : STARTS[(input[0] & 0xFF) % STARTS.length];
    Play play = new Play(start);
    for (int i = 1; i < input.length; i++) {
      play.step(input[i] & 0x0F, (input[i] & 0xFF) >> 4);
      play.check();
    }
  }

  private static void count(String text) {
    long read = Count.read(text);
    require(read == Count.MALFORMED || (read >= 0 && read <= MASK), "a count out of range");
    require(read == Count.MALFORMED || Long.parseLong(text) == read, "another number");
  }

  /** A ledger beside plain lists. */
  private static final class Play {
    private final Ledger ledger;
    private final long start;
    private final List<Stanza> all = new ArrayList<>();
    private long received;

    /** How many stanzas the server counts, if it has all: it forgets some if it resumes earlier. */
    private long sent;

    Play(long start) {
      this.start = start;
      sent = start;
      ledger = new Ledger(start, start);
    }

    void step(int operation, int detail) {
      switch (operation) {
        case 0, 1, 2, 3 -> send(1 + detail);
        case 4, 5, 6 -> acknowledge(ledger.acknowledged() + detail);
        case 7 -> acknowledge(ledger.acknowledged() - detail);
        case 8 -> acknowledge(ledger.sent() + detail);
        case 9 -> answer(detail);
        case 10 -> resume(ledger.acknowledged() + detail);
        case 11 -> resume(ledger.acknowledged() - detail);
        case 12 -> receive(detail);
        case 13 -> resume(ledger.sent() + detail);
        case 14 -> acknowledge((long) detail << 28);
        default ->
            ledger.fail(
                StreamException.byClient(StreamError.Condition.UNDEFINED_CONDITION, "lost"));
      }
    }

    private void send(int count) {
      for (int i = 0; i < count; i++) {
        Stanza stanza = new Stanza(all.size());
        all.add(stanza);
        ledger.sent(stanza);
        sent++;
      }
    }

    private void acknowledge(long h) {
      long count = h & MASK;
      boolean possible = ledger.isPossible(count);
      List<Ledger.Entry> before = ledger.waiting();
      try {
        ledger.acknowledge(count);
        require(possible, "an impossible count is accepted");
      } catch (StreamException refused) {
        require(!possible, "a possible count is refused");
        require(ledger.waiting().equals(before), "changed by a refused count");
      }
    }

    private void resume(long h) {
      try {
        ledger.resumed(h & MASK);
        require(ledger.acknowledged() == (h & MASK), "resumed at another count");
        sent = h + ledger.size();
      } catch (StreamException refused) {
        // The stream is of no use then; the ledger must still be one.
      }
    }

    private void answer(int detail) {
      if (!all.isEmpty()) {
        Stanza stanza = all.get(Math.max(0, all.size() - 1 - detail));
        ledger.answered(stanza.stanza());
      }
      if (ledger.size() > 0) {
        ledger.answered(ledger.waiting().get(0).stanza());
      }
    }

    private void receive(int detail) {
      ledger.received();
      received++;
      long before = ledger.reported();
      long handled = ledger.handled(detail);
      require(ledger.reported() >= before, "a count that decreases");
      require(handled == ((start + ledger.reported()) & MASK), "handled is another");
      require(ledger.reported() <= received, "more handled than received");
      require(ledger.owes() == ledger.reported() < received, "owes");
    }

    void check() {
      require(ledger.sent() == (sent & MASK), "sent is another count");
      long done = all.stream().filter(stanza -> stanza.ends > 0).count();
      require(ledger.size() == all.size() - done, "another number waits");
      boolean open = false;
      for (Stanza stanza : all) {
        require(stanza.ends <= 1, "a stanza is told of twice");
        open |= stanza.ends == 0;
        require(stanza.ends == 0 || !open, "a later stanza is told of first");
      }
      require(!ledger.isFull() || ledger.size() >= Ledger.CAPACITY, "full too early");
    }
  }

  private static final class Stanza implements Ledger.Entry {
    private final Element element;
    private int ends;

    Stanza(int number) {
      element = Element.builder("message", "jabber:client").attribute("id", "n" + number).build();
    }

    @Override
    public Element stanza() {
      return element;
    }

    @Override
    public long weight() {
      return 1;
    }

    @Override
    public void acknowledged() {
      ends++;
    }

    @Override
    public void uncertain(XmppException why) {
      ends++;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
