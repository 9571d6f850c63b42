package im.linnet.testkit.peer;

import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A sign-in by SCRAM in one of its two wire forms.
 *
 * @param password the right password
 * @param namespace that of the wire form
 * @param begin the name of the client's first element
 * @param data what encloses the server's signature inside its success; empty for nothing
 * @param user what else the success holds, as XML
 */
record ScramSignIn(String password, String namespace, String begin, String data, String user)
    implements Step.Action {

  /** As in RFC 6120, section 6. */
  static ScramSignIn rfc6120(String password) {
    return new ScramSignIn(password, "urn:ietf:params:xml:ns:xmpp-sasl", "auth", "", "");
  }

  /** As in XEP-0388, section 2. */
  static ScramSignIn sasl2(String password, String user) {
    return new ScramSignIn(password, "urn:xmpp:sasl:2", "authenticate", "additional-data", user);
  }

  @Override
  public void run(Conversation conversation) throws IOException, Mismatch {
    Scram scram = new Scram(password);
    XmlElement first = conversation.read();
    if (!first.is(namespace, begin) || !Scram.MECHANISM.equals(first.attribute("mechanism"))) {
      throw new Mismatch(
          "expected: <%s/> by %s\n     got: %s".formatted(begin, Scram.MECHANISM, first));
    }
    say(conversation, "challenge", scram.challenge(response(first)));
    try {
      String signature = scram.success(conversation.read());
      say(conversation, "success", data.isEmpty() ? signature : enclosed(signature) + user);
    } catch (Mismatch refused) {
      say(conversation, "failure", "<not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      conversation.expectEnd();
      throw refused;
    }
  }

  /** The element whose text is the client's first message. */
  private XmlElement response(XmlElement first) throws Mismatch {
    if (data.isEmpty()) {
      return first;
    }
    return first
        .child(namespace, "initial-response")
        .orElseThrow(() -> new Mismatch("expected: <initial-response/>\n     got: " + first));
  }

  private String enclosed(String signature) {
    return "<%s>%s</%s>".formatted(data, signature, data);
  }

  private void say(Conversation conversation, String name, String content) throws IOException {
    String xml = "<%s xmlns='%s'>%s</%s>".formatted(name, namespace, content, name);
    conversation.sendRaw(xml.getBytes(StandardCharsets.UTF_8));
  }
}
