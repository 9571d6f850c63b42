package im.linnet.samples.snippets;

import java.util.Map;
import java.util.function.Function;

/** What a server answers to the extensions of the folder {@code account}. */
final class AccountAnswers {

  private static final String BLOCKING = "urn:xmpp:blocking";

  static final Map<String, Function<Question, String>> CONTENTS =
      Map.of("jabber:iq:register", question -> registration(), BLOCKING, AccountAnswers::blocked);

  private AccountAnswers() {}

  private static String registration() {
    return "<query xmlns='jabber:iq:register'><instructions>Welcome</instructions>"
        + "<username/><password/></query>";
  }

  private static String blocked(Question question) {
    return question.isSet() ? "" : "<blocklist xmlns='" + BLOCKING + "'/>";
  }

  /** Each change of the block list is pushed, with the same id in all pushes, as by Prosody. */
  static String pushed(Question question) {
    return question.isSet() && question.payload().namespace().equals(BLOCKING)
        ? "<iq type='set' id='blocklist-push' to='juliet@example.com/balcony'>%s</iq>"
            .formatted(question.payload().toXml("jabber:client"))
        : "";
  }
}
