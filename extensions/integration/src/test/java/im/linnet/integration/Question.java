package im.linnet.integration;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A method that asks somebody.
 *
 * @param name of class and method, for the titles of tests
 * @param extensions make the extensions that it needs
 * @param ask calls the method
 * @param asked whom it asks last: the value of {@code from} in the answer
 * @param opening what the extensions ask by themselves once the stream is bound
 * @param before what is asked and answered before the last request
 * @param unreadable what is no answer to it; null where any result is one
 */
record Question(
    String name,
    List<Function<XmppClient, Extension>> extensions,
    Function<XmppClient, CompletableFuture<?>> ask,
    String asked,
    Consumer<Script> opening,
    Consumer<Script> before,
    @Nullable String unreadable) {

  /** {@return class and method, without which of its requests} */
  String method() {
    return name.split("[ ,]")[0];
  }

  /** Of another than the usual one. */
  Question asking(String other) {
    return new Question(name, extensions, ask, other, opening, before, unreadable);
  }

  /** After another request, which is answered so. */
  Question after(String request, String answer) {
    return new Question(
        name,
        extensions,
        ask,
        asked,
        opening,
        script -> before.andThen(s -> s.expectLike(request).send(answer)).accept(script),
        unreadable);
  }

  /** Where this can't be read. */
  Question unreadable(String content) {
    return new Question(name, extensions, ask, asked, opening, before, content);
  }

  /** Where a result says all, whatever it carries. */
  Question withAnyResult() {
    return new Question(name, extensions, ask, asked, opening, before, null);
  }

  @Override
  public String toString() {
    return name;
  }
}
