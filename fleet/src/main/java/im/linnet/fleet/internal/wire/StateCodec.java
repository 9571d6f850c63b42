package im.linnet.fleet.internal.wire;

import im.linnet.fleet.AccountState;

/** States as bytes. */
final class StateCodec {

  private StateCodec() {}

  static void write(WireWriter out, AccountState state) {
    if (state instanceof AccountState.Absent) {
      out.octet(0);
    } else if (state instanceof AccountState.Connecting connecting) {
      out.octet(1).text(connecting.node());
    } else if (state instanceof AccountState.Online online) {
      out.octet(2).text(online.node());
    } else if (state instanceof AccountState.Interrupted interrupted) {
      out.octet(3).text(interrupted.node()).text(interrupted.cause());
    } else if (state instanceof AccountState.Failed failed) {
      out.octet(4).text(failed.node()).text(failed.cause());
    } else if (state instanceof AccountState.Leaving leaving) {
      out.octet(5).text(leaving.node());
    }
  }

  static AccountState read(WireReader in) {
    int kind = in.octet();
    return switch (kind) {
      case 0 -> new AccountState.Absent();
      case 1 -> new AccountState.Connecting(in.text());
      case 2 -> new AccountState.Online(in.text());
      case 3 -> new AccountState.Interrupted(in.text(), in.text());
      case 4 -> new AccountState.Failed(in.text(), in.text());
      case 5 -> new AccountState.Leaving(in.text());
      default -> throw new IllegalArgumentException("Unknown kind of a state: " + kind);
    };
  }
}
