package im.linnet.testkit.server;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to start a server and how to see that it runs.
 *
 * @param command the program and its arguments
 * @param environment variables added to this process's own
 * @param ready pieces of the log lines after which, in any order, the server accepts clients
 * @param portTaken what the log line holds that says another process has the port
 */
record Launch(
    List<String> command, Map<String, String> environment, Set<String> ready, String portTaken) {}
