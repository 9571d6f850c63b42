package im.linnet.testkit.server;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to start a server and how to detect that it runs.
 *
 * @param name what to call the program in messages
 * @param command the program and its arguments
 * @param environment variables in addition to those of this process
 * @param ready parts of the log lines after which, in any order, the server accepts clients
 * @param portTaken part of the log line that says that another process has the port
 */
record Launch(
    String name,
    List<String> command,
    Map<String, String> environment,
    Set<String> ready,
    String portTaken) {}
