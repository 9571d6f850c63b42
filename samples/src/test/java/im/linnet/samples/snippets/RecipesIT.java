package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.samples.JavaProcess;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.net.SocksProxy;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recipes print what they say: all in one JVM, with Prosody in place of example.com. */
@Timeout(300)
class RecipesIT {

  private static final String FIRST_MESSAGE = "docs/first-message.md";

  /** Those that end by themselves. */
  private static final List<String> ENDING =
      List.of(
          "contacts",
          "group-chat",
          "notifier",
          "archive",
          "files",
          "devices",
          "watching",
          "websocket",
          "private-ca",
          "proxy",
          "gateways",
          "many-clients",
          "fast-start",
          "testing",
          "extension",
          "from-smack",
          "from-babbler");

  /** Those that go on, and the one that runs twice. */
  private static final List<String> OTHERS = List.of("bot", "component", "restart", "reconnecting");

  /**
   * Those whose surroundings are others: the first snippets of other pages are like them, and
   * linnet-kotlin runs its own.
   */
  private static final Set<String> RUN_ELSEWHERE = Set.of("index", "oauth", "messenger", "kotlin");

  private static final int CLIENTS = 8;

  private static final String ALLOWING_US = "UploadSettings.standard().allowHost(\"localhost\")";

  @TempDir private Path folder;

  @Test
  void print_what_they_say() throws Exception {
    Optional<String> reason = ProsodyServer.reasonToSkip();
    assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    try (ProsodyServer server = server();
        GatewayService gateway = gateway(server);
        SocksProxy proxy = SocksProxy.to(server.starttlsPort()).start();
        LocalDomain domain =
            LocalDomain.of("localhost", server.starttlsPort(), server.authority(), folder);
        JavaProcess jvm = jvm(domain)) {
      assertThat(gateway).isNotNull();
      prepare(server);
      Here here = new Here(server, proxy.address().getPort());
      ends(jvm, here.recipe(FIRST_MESSAGE));
      for (String name : ENDING) {
        ends(jvm, here.recipe(page(name)));
      }
      runsTwice(jvm, here.recipe(page("restart")));
      prints(jvm, here.recipe(page("bot")));
      prints(jvm, here.recipe(page("component")));
      survivesARestart(jvm, here.recipe(page("reconnecting")), server);
    }
  }

  private static ProsodyServer server() {
    ProsodyServer server =
        ProsodyServer.builder()
            .user("juliet", "secret")
            .user("romeo", "secret")
            .component("bots.localhost", "secret")
            .component("msn.localhost", "secret")
            .start();
    server.addUsers(IntStream.range(0, CLIENTS).mapToObj(i -> "user" + i).toList(), "secret");
    return server;
  }

  private static GatewayService gateway(RealServer server) throws IOException {
    return GatewayService.builder()
        .server(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.componentPort("msn.localhost")))
        .domain("msn.localhost")
        .secret("secret")
        .start();
  }

  private JavaProcess jvm(LocalDomain domain) throws IOException {
    List<String> arguments = new ArrayList<>(domain.jvmOptions());
    arguments.addAll(List.of("-cp", folder + File.pathSeparator + SnippetCompiler.classPath()));
    arguments.add(RecipeRunner.class.getName());
    return JavaProcess.start(folder, arguments);
  }

  /** The files that recipes name. */
  private void prepare(RealServer server) throws IOException {
    Files.copy(server.trustAnchorFile(), folder.resolve("ca.pem"));
    Files.write(folder.resolve("summit.jpg"), new byte[182_034]);
  }

  private static String page(String name) {
    return "docs/recipes/" + name + ".md";
  }

  /** What stands on this machine for what the pages name. */
  private record Here(RealServer server, int proxy) {

    Recipe recipe(String page) {
      return Recipe.of(
          page,
          text ->
              there(text)
                  .replace("wss://example.com/xmpp-websocket", server.webSocket().toString())
                  .replace("conference.example.com", server.roomDomain())
                  .replace("\"proxy.example.com\", 1080", "\"127.0.0.1\", " + proxy)
                  .replace("example.com", "localhost")
                  .replace("5347", Integer.toString(server.componentPort("bots.localhost")))
                  .replace("5_000", Integer.toString(CLIENTS))
                  .replace("5000", Integer.toString(CLIENTS))
                  .replace("Uploads::new", "it -> new Uploads(it, " + ALLOWING_US + ")"));
    }

    /** The place of the server, unless the program names one: nobody asks DNS about localhost. */
    private String there(String text) {
      String signingIn = ".sasl(Sasl.password(\"secret\"))";
      String endpoint =
          ".endpoint(im.linnet.endpoint.Endpoint.startTls(\"localhost\", %d))"
              .formatted(server.starttlsPort());
      return text.contains(".endpoint(") || text.contains(".proxy(")
          ? text
          : text.replace(signingIn, signingIn + endpoint);
    }
  }

  private void start(JavaProcess jvm, Recipe recipe) throws IOException {
    SnippetCompiler.compile(recipe.program(), folder);
    jvm.type(recipe.program().className());
  }

  /** In any order, as callbacks have threads of their own. */
  private void prints(JavaProcess jvm, Recipe recipe) throws Exception {
    start(jvm, recipe);
    List<String> missing = new ArrayList<>(recipe.prints());
    while (!missing.isEmpty()) {
      String line = jvm.await(next -> isOver(next) || isLikeOne(missing, next));
      assertThat(isOver(line)).as("%s are missing in %s", missing, jvm.output()).isFalse();
      missing.remove(missing.stream().filter(it -> Recipe.isLike(it, line)).findFirst().orElse(""));
    }
  }

  private static boolean isLikeOne(List<String> shown, String line) {
    return shown.stream().anyMatch(each -> Recipe.isLike(each, line));
  }

  private static void await(JavaProcess jvm, String shown) throws InterruptedException {
    String line = jvm.await(next -> isOver(next) || Recipe.isLike(shown, next));
    assertThat(isOver(line)).as("%s is missing in %s", shown, jvm.output()).isFalse();
  }

  private static boolean isOver(String line) {
    return line.startsWith(RecipeRunner.FAILED) || line.startsWith(RecipeRunner.ENDED);
  }

  private void ends(JavaProcess jvm, Recipe recipe) throws Exception {
    prints(jvm, recipe);
    awaitEnd(jvm, recipe);
  }

  private static void awaitEnd(JavaProcess jvm, Recipe recipe) throws InterruptedException {
    assertThat(jvm.await(RecipesIT::isOver))
        .as("after %s", jvm.output())
        .isEqualTo(RecipeRunner.ENDED + recipe.program().className());
  }

  /** Each run prints one of the lines. */
  private void runsTwice(JavaProcess jvm, Recipe recipe) throws Exception {
    for (String shown : recipe.prints()) {
      start(jvm, recipe);
      await(jvm, shown);
      awaitEnd(jvm, recipe);
    }
  }

  private void survivesARestart(JavaProcess jvm, Recipe recipe, RealServer server)
      throws Exception {
    start(jvm, recipe);
    await(jvm, recipe.prints().get(0));
    server.crash();
    server.restart();
    for (String shown : recipe.prints().subList(1, recipe.prints().size())) {
      await(jvm, shown);
    }
  }

  @Test
  void all_recipes_are_run_here_or_known_to_be_run_elsewhere() {
    List<String> all = new ArrayList<>(ENDING);
    all.addAll(OTHERS);
    all.addAll(RUN_ELSEWHERE);
    Collections.sort(all);
    assertThat(
            Pages.files(file -> file.startsWith("docs/recipes/")).stream()
                .map(page -> String.valueOf(page.getFileName()).replace(".md", "")))
        .isEqualTo(all);
  }

  @Test
  void a_line_of_a_page_stands_for_those_of_all_runs() {
    assertThat(Recipe.isLike("Connected as a@b/yDm2sQbV", "Connected as a@b/1")).isTrue();
    assertThat(Recipe.isLike("Added[...]", "Added[contact=a]")).isTrue();
    assertThat(Recipe.isLike("Added[...]", "Removed[contact=a]")).isFalse();
    assertThat(Recipe.isLike("1 gateways", "2 gateways")).isFalse();
  }
}
