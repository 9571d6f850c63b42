package im.linnet.integration;

import im.linnet.Extension;
import im.linnet.XmppClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A call of a method that gives a future, with a text of a user's if it takes one.
 *
 * @param giver whose method it is
 * @param name of class and method
 * @param given calls it
 * @param takesText whether the text counts
 * @param <T> the class
 */
record Call<T>(Giver<T> giver, String name, Given<T> given, boolean takesText) {

  /**
   * Calls the method.
   *
   * @param <T> the class
   */
  interface Given<T> {
    CompletableFuture<?> by(T object, String text);
  }

  static <E extends Extension> Call<E> call(
      Class<E> extension, String method, Function<E, CompletableFuture<?>> given) {
    return call(Giver.of(extension), method, given);
  }

  static <T> Call<T> call(Giver<T> giver, String method, Function<T, CompletableFuture<?>> given) {
    return new Call<>(giver, giver.named(method), (object, text) -> given.apply(object), false);
  }

  static <E extends Extension> Call<E> texted(Class<E> extension, String method, Given<E> given) {
    return texted(Giver.of(extension), method, given);
  }

  static <T> Call<T> texted(Giver<T> giver, String method, Given<T> given) {
    return new Call<>(giver, giver.named(method), given, true);
  }

  CompletableFuture<?> on(XmppClient client, String text) {
    return from(client).apply(text);
  }

  /** Finds the object, whose method can then be called with a text. */
  Function<String, CompletableFuture<?>> from(XmppClient client) {
    T object = giver.found().apply(client);
    return text -> given.by(object, text);
  }

  /** Where the method is one of another object, which the call makes or uses. */
  Call<T> of(Giver<?> made, String method) {
    return new Call<>(giver, made.named(method), given, takesText);
  }

  @Override
  public String toString() {
    return name;
  }
}
