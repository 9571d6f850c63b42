package im.linnet.internal.steps;

import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.UserAgent;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.XmlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of SASL2 (XEP-0388, section 2).
 *
 * @param agent what the client says about itself
 * @param requests the requests inside the sign-in
 */
record Sasl2Wire(UserAgent agent, List<Element> requests) implements SaslWire {

  /** The namespace of all its elements. */
  static final String NAMESPACE = "urn:xmpp:sasl:2";

  private static final int MAX_TASKS = 8;
  private static final int MAX_TASK = 64;

  Sasl2Wire {
    requests = List.copyOf(requests);
  }

  @Override
  public Element begin(SaslMechanism mechanism, @Nullable String text, List<Element> carried) {
    return Element.builder("authenticate", NAMESPACE)
        .attribute("mechanism", mechanism.name())
        .child("initial-response", text)
        .child(userAgent())
        .children(carried)
        .children(requests)
        .build();
  }

  private Element userAgent() {
    ElementBuilder element = Element.builder("user-agent", NAMESPACE);
    element.attribute("id", agent.id().toString());
    return element.child("software", agent.software()).child("device", agent.device()).build();
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public Reply read(Element answer) {
    if (!answer.namespace().equals(NAMESPACE)) {
      return new Reply.Other();
    }
    return switch (answer.name()) {
      case "challenge" -> new Reply.Challenge(answer.text().strip());
      case "success" -> new Reply.Success(additional(answer), carried(answer));
      case "continue" -> new Reply.Continue(additional(answer), tasks(answer));
      case "task-data" -> new Reply.TaskData(answer.children());
      case "failure" -> new Reply.Failure(answer);
      default -> new Reply.Other();
    };
  }

  private static @Nullable String additional(Element success) {
    Element data = success.child("additional-data", NAMESPACE);
    // ejabberd sends an empty one after mechanisms without data.
    return data == null || data.text().isBlank() ? null : data.text().strip();
  }

  private static List<Element> carried(Element success) {
    return success.children().stream()
        .filter(child -> !child.namespace().equals(NAMESPACE))
        .toList();
  }

  private static List<String> tasks(Element more) {
    Element tasks = more.child("tasks", NAMESPACE);
    return tasks == null
        ? List.of()
        : tasks.children("task", NAMESPACE).stream()
            .limit(MAX_TASKS)
            .map(task -> XmlText.cut(task.text().strip(), MAX_TASK))
            .toList();
  }
}
