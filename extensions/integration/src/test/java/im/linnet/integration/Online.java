package im.linnet.integration;

import im.linnet.ClientBuilder;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A call of a method of an object that only a server's answer makes.
 *
 * @param call the call
 * @param extensions adds the extensions that it needs
 * @param script what the server expects and sends until there is the object
 */
record Online(Call<?> call, UnaryOperator<ClientBuilder> extensions, Consumer<Script> script) {

  ScriptedClient connected() {
    return ScriptedClient.builder().client(extensions).endingAnyhow().bound(script);
  }

  @Override
  public String toString() {
    return call.name();
  }
}
