package im.linnet;

import im.linnet.connection.ConnectionState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The extensions of one client, in the order given to its builder. */
final class Extensions {

  private final Map<Class<?>, Extension> all = new LinkedHashMap<>();

  /** Creates them; their constructors may subscribe to the client. */
  void make(XmppClient client, List<Function<? super XmppClient, ? extends Extension>> factories) {
    for (Function<? super XmppClient, ? extends Extension> factory : factories) {
      Extension extension = factory.apply(client);
      if (all.putIfAbsent(extension.getClass(), extension) != null) {
        throw new IllegalStateException(
            "The client has two of " + extension.getClass().getSimpleName() + " (expected: one)");
      }
      Loading loading = new Loading(extension);
      client.onState(loading::begin);
    }
  }

  <T extends Extension> T get(Class<T> type) {
    Extension extension = all.get(type);
    if (extension == null) {
      throw new IllegalArgumentException(
          "The client was built without %1$s: add .with(%1$s::new) to its builder"
              .formatted(type.getSimpleName()));
    }
    return type.cast(extension);
  }

  List<Extension> all() {
    return List.copyOf(all.values());
  }

  /** An extension, and which lifecycle method was called on it last. */
  private static final class Loading {

    private enum Reported {
      NOTHING,
      STREAM,
      LOSS
    }

    private final Extension extension;
    private Reported reported = Reported.NOTHING;

    Loading(Extension extension) {
      this.extension = extension;
    }

    /** A resumed stream still has the session data that the extension loaded when it was bound. */
    void begin(ConnectionState state) {
      Reported before = reported;
      if (state instanceof ConnectionState.Connected connected) {
        reported = Reported.STREAM;
        if (before == Reported.NOTHING || !connected.stream().resumed()) {
          extension.bound(connected.stream());
        } else {
          extension.resumed(connected.stream());
        }
      } else if (before == Reported.STREAM) {
        reported = Reported.LOSS;
        extension.lost();
      }
    }
  }
}
