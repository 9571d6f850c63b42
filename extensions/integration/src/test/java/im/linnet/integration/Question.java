package im.linnet.integration;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A method of an extension that asks somebody.
 *
 * @param name of extension and method, for the titles of tests
 * @param extension makes the extension
 * @param ask calls the method
 * @param asked whom it asks last: the value of {@code from} in the answer
 * @param before what is asked and answered before the last request
 * @param unreadable what is no answer to it; null where any result is one
 */
record Question(
    String name,
    Function<XmppClient, ? extends Extension> extension,
    Function<XmppClient, CompletableFuture<?>> ask,
    String asked,
    Consumer<Script> before,
    @Nullable String unreadable) {

  /** A method that asks the own account. */
  static <E extends Extension> Question of(
      String name,
      Function<XmppClient, E> extension,
      Class<E> type,
      Function<E, CompletableFuture<?>> ask) {
    return new Question(
        name,
        extension,
        client -> ask.apply(client.get(type)),
        "juliet@localhost",
        script -> {},
        "<x xmlns='urn:example:other'/>");
  }

  /** Of another than the own account. */
  Question asking(String other) {
    return new Question(name, extension, ask, other, before, unreadable);
  }

  /** After another request, which is answered so. */
  Question after(String request, String answer) {
    return new Question(
        name,
        extension,
        ask,
        asked,
        script -> before.andThen(s -> s.expectLike(request).send(answer)).accept(script),
        unreadable);
  }

  /** Where this can't be read. */
  Question unreadable(String content) {
    return new Question(name, extension, ask, asked, before, content);
  }

  /** Where a result says all, whatever it carries. */
  Question withAnyResult() {
    return new Question(name, extension, ask, asked, before, null);
  }

  @Override
  public String toString() {
    return name;
  }
}
