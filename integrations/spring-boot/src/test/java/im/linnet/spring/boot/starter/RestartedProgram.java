package im.linnet.spring.boot.starter;

import im.linnet.Extension;
import im.linnet.spring.boot.starter.example.EchoBot;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs the application of the page twice, each time until somebody writes "stop", and says what it
 * sees. A program, because Boot 3 needs a class path of its own.
 */
public final class RestartedProgram {

  private static final String FILE = "--linnet.suspend-file=";

  private RestartedProgram() {}

  /** Lets the server say when to stop. */
  @Configuration(proxyBeanMethods = false)
  static class Control {

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Bean
    ClientCustomizer stopping() {
      return (name, builder) ->
          builder.with(
              client -> {
                client.onMessage(
                    message -> {
                      if ("stop".equals(message.body())) {
                        stopped.countDown();
                      }
                    });
                return new Extension() {};
              });
    }

    boolean await() throws InterruptedException {
      return stopped.await(60, TimeUnit.SECONDS);
    }
  }

  /**
   * Runs the application.
   *
   * @param args its properties
   */
  public static void main(String[] args) throws Exception {
    run(System.out::println, args);
  }

  static void run(Consumer<String> out, String... args) throws Exception {
    out.accept("Boot " + SpringBootVersion.getVersion());
    for (int i = 0; i < 2; i++) {
      try (ConfigurableApplicationContext context =
          new SpringApplicationBuilder(EchoBot.class, Control.class)
              .logStartupInfo(false)
              .run(args)) {
        out.accept("health " + HealthWord.of(context));
        out.accept("resumed " + resumed(context));
        out.accept("stopped " + context.getBean(Control.class).await());
      }
      out.accept("file " + permissions(args));
    }
  }

  private static int resumed(ConfigurableApplicationContext context) {
    return (int)
        context
            .getBean(MeterRegistry.class)
            .get("linnet.streams")
            .tag("stream", "resumed")
            .counter()
            .count();
  }

  private static String permissions(String... args) throws IOException {
    for (String arg : args) {
      if (arg.startsWith(FILE)) {
        return PosixFilePermissions.toString(
            Files.getPosixFilePermissions(Path.of(arg.substring(FILE.length()))));
      }
    }
    throw new IllegalArgumentException("args: no suspend-file");
  }
}
