package im.linnet.samples.snippets;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of Java in a page or a Javadoc.
 *
 * @param page where it is, from the repository's root
 * @param line the line it begins in
 * @param text the code
 * @param place what its place in the page asks of it
 */
record Snippet(Path page, int line, String text, Place place) {

  /** What the place of a snippet asks of it. */
  enum Place {
    /** The first of a page for newcomers: has to work as it stands. */
    DOOR,
    /** The first of a recipe: has to be complete, and may throw what a {@code main} may. */
    RECIPE,
    /** Another one: may use what the text around it has brought up. */
    LATER
  }

  private static final Pattern TYPE =
      Pattern.compile("^public (?:final )?(?:class|record) (\\w+)", Pattern.MULTILINE);
  private static final Pattern IMPORT = Pattern.compile("^import [\\w.* ]+;$", Pattern.MULTILINE);
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

  /** Whether it is the page's first, which has to work as it stands. */
  boolean first() {
    return place == Place.DOOR;
  }

  /** Whether it is a type, which what follows in its page may use. */
  boolean isType() {
    return TYPE.matcher(text).find();
  }

  /** The same with other words, such as a port of this machine. */
  Snippet saying(UnaryOperator<String> change) {
    return new Snippet(page, line, change.apply(text), place);
  }

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
    List<String> own = IMPORT.matcher(text).results().map(MatchResult::group).toList();
    if (isType()) {
      return own.isEmpty() ? Imports.of(page) + "\n" + text : text;
    }
    String code = IMPORT.matcher(text).replaceAll("").strip();
    boolean member = MEMBER.matcher(code).find();
    return """
    %s
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
            String.join("\n", own),
            className(),
            place == Place.LATER ? GIVEN : "",
            member ? code : "",
            first() ? "" : " throws Exception",
            member ? "" : code);
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
