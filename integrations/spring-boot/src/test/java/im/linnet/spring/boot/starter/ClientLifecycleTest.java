package im.linnet.spring.boot.starter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.connection.SavedStream;
import im.linnet.jid.Jid;
import im.linnet.observe.Status;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** How clients start and stop with their context. */
@Timeout(300)
class ClientLifecycleTest {

  private static final long LIMIT_SECONDS = 60;

  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(LinnetAutoConfiguration.class))
          .withPropertyValues("linnet.account=juliet@example.com", "linnet.password=secret");

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  @TempDir private Path folder;

  private String refused() {
    return "linnet.endpoints=127.0.0.1:" + closed.number();
  }

  private static SavedStream left(Instant until) {
    return SavedStream.builder(Jid.of("juliet@example.com/here"), "some-id", until)
        .waiting(List.of(message("1"), message("2")))
        .build();
  }

  private static Element message(String id) {
    return Message.chat(Jid.of("romeo@example.com"), "Hello").toBuilder().id(id).build().element();
  }

  @Test
  void the_context_starts_without_a_server_and_the_client_tries_again() {
    application
        .withPropertyValues(refused())
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              XmppClient client = context.getBean(XmppClient.class);
              BlockingQueue<Status> waiting = new LinkedBlockingQueue<>();
              client.onState(
                  state -> {
                    if (Status.of(state) == Status.WAITING) {
                      waiting.add(Status.WAITING);
                    }
                  });
              assertThat(waiting.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
              HealthReport report = HealthReport.of(client.health());
              assertThat(report.code()).isEqualTo("DOWN");
              assertThat(report.details().get("failure")).asString().contains("refused");
            });
  }

  @Test
  void the_context_does_not_start_without_a_connection_that_is_required() {
    application
        .withPropertyValues(refused(), "linnet.start=required", "linnet.reconnect=never")
        .run(context -> says(context.getStartupFailure(), "Client xmppClient can't connect: "));
    application
        .withPropertyValues(refused(), "linnet.start=required", "linnet.start-limit=10ms")
        .run(context -> says(context.getStartupFailure(), "is not connected after PT0.01S"));
  }

  private static void says(@Nullable Throwable failure, String description) {
    FailureAnalysis shown =
        requireNonNull(
            new ClientSetupAnalyzer().analyze(requireNonNull(failure, "failure")), "analysis");
    assertThat(shown.getDescription()).contains(description);
    assertThat(shown.getAction()).contains("linnet.start=background");
  }

  @Test
  void websocket_is_used_if_it_is_there_and_not_switched_off() {
    ApplicationContextRunner web =
        application.withPropertyValues(
            "linnet.endpoints=wss://127.0.0.1:" + closed.number() + "/xmpp",
            "linnet.start=required",
            "linnet.reconnect=never");
    web.run(context -> says(context.getStartupFailure(), "refused"));
    web.withPropertyValues("linnet.transport=tcp")
        .run(context -> says(context.getStartupFailure(), "ransport"));
  }

  @Test
  void a_stream_that_was_not_resumed_stays_for_the_next_start() throws Exception {
    Path file = folder.resolve("stream");
    SavedStream saved = left(Instant.now().plusSeconds(3600));
    new SuspendFile("it", file).write(saved);
    application
        .withPropertyValues(refused(), "linnet.suspend-file=" + file)
        .run(context -> assertThat(context).hasNotFailed());
    SavedStream again = SavedStream.of(Files.readAllBytes(file));
    assertThat(again.id()).isEqualTo(saved.id());
    assertThat(again.waiting()).isEqualTo(saved.waiting());
  }

  @Configuration(proxyBeanMethods = false)
  static class Uncertain {

    final BlockingQueue<UncertainStanza> stanzas = new LinkedBlockingQueue<>();

    @EventListener
    void uncertain(UncertainStanza stanza) {
      stanzas.add(stanza);
    }
  }

  @Test
  void stanzas_of_a_stream_that_is_over_are_published_once_there_are_listeners() throws Exception {
    Path file = folder.resolve("stream");
    new SuspendFile("it", file).write(left(Instant.now().minusSeconds(1)));
    application
        .withPropertyValues("linnet.suspend-file=" + file, "linnet.start=manual")
        .withUserConfiguration(Uncertain.class)
        .run(
            context -> {
              BlockingQueue<UncertainStanza> stanzas = context.getBean(Uncertain.class).stanzas;
              for (String id : List.of("1", "2")) {
                UncertainStanza next =
                    requireNonNull(stanzas.poll(LIMIT_SECONDS, TimeUnit.SECONDS), "next");
                assertThat(next.stanza().attribute("id")).isEqualTo(id);
                assertThat(next.client()).isEqualTo(ClientCustomizer.MAIN);
                assertThat(next).asString().doesNotContain("Hello", "romeo");
              }
            });
  }

  /** Without stream management there is nothing to suspend: the stream is ended. */
  @Test
  void a_stream_that_can_t_be_resumed_is_ended_in_order() {
    Path file = folder.resolve("stream");
    try (ScriptedPeer server = ScriptedPeer.listen()) {
      server.script(
          s ->
              s.signIn("example.com", "ANONYMOUS")
                  .bind("example.com", "juliet@example.com/here")
                  .expectClose()
                  .close());
      application
          .withPropertyValues(
              "linnet.endpoints=127.0.0.1:" + server.port(),
              "linnet.start=required",
              "linnet.suspend-file=" + file)
          .withBean(
              ClientCustomizer.class,
              () ->
                  (name, builder) ->
                      builder
                          .sasl(Sasl.anonymous())
                          .tls(TlsPolicy.builder().insecurelyAllowClearText().build()))
          .run(context -> assertThat(context).hasNotFailed());
      server.await();
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void what_has_stopped_does_not_start_again() {
    application
        .withPropertyValues("linnet.start=manual")
        .run(
            context -> {
              ClientLifecycle lifecycle = context.getBean(ClientLifecycle.class);
              assertThat(lifecycle.isPauseable()).isFalse();
              lifecycle.start();
              lifecycle.stop();
              assertThat(lifecycle.isRunning()).isFalse();
              assertThatThrownBy(lifecycle::start)
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("make another context");
            });
  }

  @Test
  void a_lazy_client_connects_when_it_is_made() {
    application
        .withPropertyValues(refused())
        .withInitializer(
            context ->
                context.addBeanFactoryPostProcessor(
                    new LazyInitializationBeanFactoryPostProcessor()))
        .run(
            context -> {
              XmppClient client = context.getBean(XmppClient.class);
              BlockingQueue<Object> states = new LinkedBlockingQueue<>();
              client.onState(states::add);
              assertThat(states.poll(LIMIT_SECONDS, TimeUnit.SECONDS))
                  .as("a client that does not connect has no states")
                  .isNotNull();
            });
  }
}
