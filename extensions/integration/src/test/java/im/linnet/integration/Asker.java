package im.linnet.integration;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A class with methods that ask somebody.
 *
 * @param giver the class
 * @param extensions make the extensions that it needs
 * @param asked the address that its methods ask
 * @param opening what the extensions ask by themselves once the stream is bound
 * @param before what is asked and answered until there is an object of the class
 * @param <T> the class
 */
record Asker<T>(
    Giver<T> giver,
    List<Function<XmppClient, Extension>> extensions,
    String asked,
    Consumer<Script> opening,
    Consumer<Script> before) {

  /** An extension that needs no other, and asks the own account. */
  static <E extends Extension> Asker<E> of(Class<E> type, Function<XmppClient, E> extension) {
    return of(Giver.of(type), extension::apply);
  }

  /** Of the own account. */
  @SafeVarargs
  static <T> Asker<T> of(Giver<T> giver, Function<XmppClient, Extension>... extensions) {
    List<Function<XmppClient, Extension>> all = new ArrayList<>();
    for (Function<XmppClient, Extension> extension : extensions) {
      all.add(extension);
    }
    return new Asker<>(giver, all, "juliet@localhost", script -> {}, script -> {});
  }

  /** Of another than the own account. */
  Asker<T> asking(String other) {
    return new Asker<>(giver, extensions, other, opening, before);
  }

  /** Whose extensions ask this by themselves. */
  Asker<T> opening(Consumer<Script> lines) {
    return new Asker<>(giver, extensions, asked, lines, before);
  }

  /** Whose object there is after this. */
  Asker<T> after(Consumer<Script> lines) {
    return new Asker<>(giver, extensions, asked, opening, lines);
  }

  /**
   * A question of it.
   *
   * @param method its name, and perhaps which of its requests
   * @param ask calls it
   */
  Question asks(String method, Function<T, CompletableFuture<?>> ask) {
    return new Question(
        giver.named(method),
        extensions,
        client -> ask.apply(giver.found().apply(client)),
        asked,
        opening,
        before,
        "<x xmlns='urn:example:other'/>");
  }
}
