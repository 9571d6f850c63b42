package im.linnet.samples.snippets;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of Java in a page or a Javadoc.
 *
 * @param page where it is, from the repository's root
 * @param line the line it begins in
 * @param text the code
 * @param first whether it is the page's first, which has to work as it stands
 */
record Snippet(Path page, int line, String text, boolean first) {

  private static final Pattern TYPE =
      Pattern.compile("^public (?:final )?(?:class|record) (\\w+)", Pattern.MULTILINE);
  private static final Pattern MEMBER = Pattern.compile("^(@|static |private |public )");

  /** What the text around a snippet that is not a page's first has already brought up. */
  private static final String GIVEN =
      """
      static im.linnet.XmppClient client;
      static im.linnet.stanza.Message message;
      static im.linnet.oauth.OauthEndpoints endpoints;
      static im.linnet.oauth.TokenEndpoint endpoint;
      static im.linnet.oauth.TokenSource tokens;
      static im.linnet.stream.StreamFeature step;
      static im.linnet.xml.Element element;
      static im.linnet.testkit.messenger.MessengerUser alice;
      static im.linnet.testkit.server.RealServer server;
      static javax.net.ssl.SSLContext serverContext;
      static void connect(String host, int port) {}
      static void connect(String host, int port, Path trusted) {}
      static void resolveWith(java.net.InetSocketAddress server) {}
      """;

  /** The name of the class that it is, or becomes. */
  String className() {
    Matcher own = TYPE.matcher(text);
    if (own.find()) {
      return own.group(1);
    }
    return page.toString().replaceAll("[^A-Za-z0-9]", "_") + "_" + line;
  }

  /** The file of a class with a {@code main}: what a newcomer makes of it in an editor. */
  String program() {
    if (TYPE.matcher(text).find()) {
      return text;
    }
    boolean member = MEMBER.matcher(text).find();
    return """
    %s
    public class %s {
      %s
      %s
      public static void main(String[] args)%s {
        %s
      }
    }
    """
        .formatted(
            Imports.of(page),
            className(),
            first ? "" : GIVEN,
            member ? text : "",
            first ? "" : " throws Exception",
            member ? "" : text);
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
