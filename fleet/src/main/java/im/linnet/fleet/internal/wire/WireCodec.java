package im.linnet.fleet.internal.wire;

import im.linnet.fleet.AccountState;
import im.linnet.xml.Element;
import java.util.List;

/**
 * Messages as bytes: a version, a kind, the fields. A node refuses versions it does not know, so a
 * new version may be sent only when all nodes can read it.
 */
public final class WireCodec {

  /** No message may be larger; the frames of the transport are made for it. */
  public static final int LARGEST = 4 << 20;

  private static final int VERSION = 1;

  private WireCodec() {}

  /**
   * Writes a message.
   *
   * @param message the message
   * @return the bytes
   */
  public static byte[] write(FleetMessage message) {
    WireWriter out = new WireWriter().octet(VERSION);
    if (message instanceof FleetMessage.ToAccount named) {
      toAccount(out, named);
    } else {
      between(out, message);
    }
    return out.result();
  }

  private static void toAccount(WireWriter out, FleetMessage.ToAccount message) {
    if (message instanceof FleetMessage.Ensure ensure) {
      out.octet(1).text(ensure.account()).flag(ensure.wanted());
    } else if (message instanceof FleetMessage.TakeUp up) {
      out.octet(2).text(up.account()).number(up.epoch()).text(up.vault());
      StreamCodec.writeOptional(out, up.saved());
    } else if (message instanceof FleetMessage.Deliver deliver) {
      out.octet(3).text(deliver.account()).bytes(Stanzas.toBytes(List.of(deliver.stanza())));
    } else if (message instanceof FleetMessage.Ask ask) {
      out.octet(4).text(ask.account());
    } else if (message instanceof FleetMessage.Release release) {
      out.octet(5).text(release.account());
    }
  }

  private static void between(WireWriter out, FleetMessage message) {
    if (message instanceof FleetMessage.Ensured) {
      out.octet(6);
    } else if (message instanceof FleetMessage.Outcome outcome) {
      out.octet(7).octet(outcome.result().code()).text(outcome.words());
    } else if (message instanceof FleetMessage.Told told) {
      StateCodec.write(out.octet(8), told.state());
    } else if (message instanceof FleetMessage.SignIn in) {
      out.octet(9).text(in.domain()).text(in.account()).flag(in.resume()).number(in.leftMillis());
    } else if (message instanceof FleetMessage.Permitted) {
      out.octet(10);
    } else if (message instanceof FleetMessage.Batch batch) {
      out.octet(11).number(batch.owner()).number(batch.seq()).flag(batch.first());
      out.list(batch.records(), entry -> RecordCodec.write(out, entry));
    } else if (message instanceof FleetMessage.BatchDone done) {
      out.octet(12).number(done.seq()).list(done.fenced(), out::text);
    } else if (message instanceof FleetMessage.BatchRefused refused) {
      out.octet(13).number(refused.seq()).flag(refused.removed());
    } else {
      vault(out, message);
    }
  }

  private static void vault(WireWriter out, FleetMessage message) {
    if (message instanceof FleetMessage.MayConnect may) {
      out.octet(14).number(may.owner()).text(may.account()).number(may.epoch());
    } else if (message instanceof FleetMessage.Word word) {
      out.octet(15).number(word.epoch()).flag(word.yes());
    } else if (message instanceof FleetMessage.TakenUp taken) {
      out.octet(16).text(taken.account()).number(taken.epoch());
    } else if (message instanceof FleetMessage.Forget forget) {
      out.octet(17).number(forget.owner());
    } else if (message instanceof FleetMessage.Claim claim) {
      out.octet(18).number(claim.id()).list(claim.accounts(), out::text);
    } else if (message instanceof FleetMessage.Claimed claimed) {
      out.octet(19).number(claimed.id()).flag(claimed.last());
      out.list(claimed.held(), held -> held(out, held));
    } else if (message instanceof FleetMessage.RoundDone) {
      out.octet(20);
    } else {
      throw new IllegalArgumentException("No form on the wire: " + message.getClass());
    }
  }

  /**
   * Reads a message.
   *
   * @param bytes the bytes, of anyone
   * @return the message
   * @throws IllegalArgumentException if they are not one
   */
  public static FleetMessage read(byte[] bytes) {
    WireReader in = new WireReader(bytes);
    int version = in.octet();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "A message of a node has version %d (expected: %d)".formatted(version, VERSION));
    }
    FleetMessage message = read(in, in.octet());
    in.end();
    return message;
  }

  private static FleetMessage read(WireReader in, int kind) {
    return switch (kind) {
      case 1 -> new FleetMessage.Ensure(in.text(), in.flag());
      case 2 ->
          new FleetMessage.TakeUp(in.text(), in.number(), in.text(), StreamCodec.readOptional(in));
      case 3 -> new FleetMessage.Deliver(in.text(), one(in.bytes()));
      case 4 -> new FleetMessage.Ask(in.text());
      case 5 -> new FleetMessage.Release(in.text());
      case 6 -> new FleetMessage.Ensured();
      case 7 -> new FleetMessage.Outcome(result(in.octet()), in.text());
      case 8 -> new FleetMessage.Told(state(in));
      case 9 -> new FleetMessage.SignIn(in.text(), in.text(), in.flag(), in.number());
      case 10 -> new FleetMessage.Permitted();
      case 11 ->
          new FleetMessage.Batch(
              in.number(), in.number(), in.flag(), in.list(() -> RecordCodec.read(in)));
      case 12 -> new FleetMessage.BatchDone(in.number(), in.list(in::text));
      case 13 -> new FleetMessage.BatchRefused(in.number(), in.flag());
      case 14 -> new FleetMessage.MayConnect(in.number(), in.text(), in.number());
      case 15 -> new FleetMessage.Word(in.number(), in.flag());
      case 16 -> new FleetMessage.TakenUp(in.text(), in.number());
      case 17 -> new FleetMessage.Forget(in.number());
      case 18 -> new FleetMessage.Claim(in.number(), in.list(in::text));
      case 19 -> new FleetMessage.Claimed(in.number(), in.flag(), in.list(() -> held(in)));
      case 20 -> new FleetMessage.RoundDone();
      default -> throw new IllegalArgumentException("Unknown kind of a message: " + kind);
    };
  }

  private static AccountState state(WireReader in) {
    return StateCodec.read(in);
  }

  private static FleetMessage.Outcome.Result result(int code) {
    for (FleetMessage.Outcome.Result result : FleetMessage.Outcome.Result.values()) {
      if (result.code() == code) {
        return result;
      }
    }
    throw new IllegalArgumentException("Unknown result: " + code);
  }

  private static Element one(byte[] xml) {
    List<Element> elements = Stanzas.of(xml);
    if (elements.size() != 1) {
      throw new IllegalArgumentException("Stanzas: %d (expected: 1)".formatted(elements.size()));
    }
    return elements.get(0);
  }

  private static void held(WireWriter out, Held held) {
    out.text(held.account()).number(held.epoch()).number(held.copied()).number(held.revision());
    StreamCodec.writeOptional(out, held.saved());
  }

  private static Held held(WireReader in) {
    return new Held(in.text(), in.number(), in.number(), in.number(), StreamCodec.readOptional(in));
  }
}
