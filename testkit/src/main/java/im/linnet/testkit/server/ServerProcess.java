package im.linnet.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a server, tied to this JVM.
 *
 * <p>Between the JVM and the server there is a small shell that waits on its standard input, a pipe
 * whose other end only the JVM holds. When the JVM ends in any way, even by SIGKILL, the kernel
 * closes that end; the shell then stops the server and deletes the folder. A regular stop does the
 * same by closing the pipe.
 */
final class ServerProcess {
  /** Generous: on a busy machine ejabberd has needed more than 90 seconds to start. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  /** Asks the shell to keep the folder. */
  private static final String KEEP = "keep";

  /**
   * Arguments: the folder, then the server's command. The shell sends TERM first, and KILL after 5
   * seconds. It closes its output, so that the end of the output means that the server has ended.
   */
  private static final String SHELL =
      """
      folder=$1; shift
      "$@" </dev/null &
      server=$!
      exec >/dev/null 2>&1
      trap : INT HUP TERM
      while read -r line; do
        [ "$line" = crash ] && kill -KILL $server
      done
      kill -TERM $server
      tries=0
      while kill -0 $server && [ $tries -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
      kill -KILL $server
      wait $server
      [ -e "$folder/keep" ] || rm -rf "$folder"
      """;

  private final Path folder;
  private final Process shell;
  private final ServerLog log;

  private ServerProcess(Path folder, Process shell, ServerLog log) {
    this.folder = folder;
    this.shell = shell;
    this.log = log;
  }

  /**
   * Starts the server and waits until it logs that it is ready.
   *
   * @throws ServerLog.PortTakenException if one of its ports was taken in the meantime; the server
   *     is then stopped
   */
  static ServerProcess start(Path folder, Launch launch, ServerLog log) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", SHELL, "sh", folder.toString()));
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(launch.environment());
    try {
      Process shell = builder.start();
      ServerProcess server = new ServerProcess(folder, shell, log);
      server.await(launch.name(), log.follow(launch, shell.inputReader(StandardCharsets.UTF_8)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(launch.name() + " can't be started: " + launch.command(), e);
    }
  }

  /** Runs a short command in the folder, to its end. */
  static void run(Path folder, String what, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process));
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(what + " takes longer than " + LIMIT);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(what + " failed: " + output.join());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(what + " can't be started", e);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** Shuts the server down and keeps the folder. */
  void stop() {
    end(true);
  }

  /** Kills the server and keeps the folder. */
  void crash() {
    try {
      shell.getOutputStream().write("crash\n".getBytes(StandardCharsets.US_ASCII));
      shell.getOutputStream().flush();
    } catch (IOException e) {
      // The shell has ended, and so has the server.
    }
    end(true);
  }

  /** Shuts the server down and deletes the folder. */
  void close() {
    end(false);
  }

  /** The server and all its child processes. */
  List<ProcessHandle> processes() {
    return shell.descendants().toList();
  }

  private void end(boolean keep) {
    List<ProcessHandle> processes = processes();
    try {
      if (keep && Files.exists(folder)) {
        Files.writeString(folder.resolve(KEEP), "");
      }
      shell.getOutputStream().close();
      awaitExit(shell.toHandle());
      processes.forEach(ServerProcess::awaitExit);
      Files.deleteIfExists(folder.resolve(KEEP));
    } catch (IOException e) {
      throw new UncheckedIOException("the server's folder can't be marked: " + folder, e);
    }
  }

  /** The server's helpers should end with it; those that don't are killed. */
  private static void awaitExit(ProcessHandle process) {
    try {
      process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      throw interrupted("stopping the server", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("can't wait for process " + process.pid(), e);
    }
  }

  private void await(String name, CompletableFuture<Void> ready) {
    try {
      ready.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      stop();
      if (e.getCause() instanceof ServerLog.PortTakenException taken) {
        throw taken;
      }
      String tail = String.join("\n  ", log.lines());
      throw new IllegalStateException(
          name + " isn't ready (" + e.getCause() + "); its log ends:\n  " + tail, e.getCause());
    }
  }

  private static String text(Process process) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      return String.join("\n", reader.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(what + " was interrupted", e);
  }
}
