package im.linnet.commands;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.testkit.peer.Script;

/** What a requester and a bot with a command of one stage send each other. */
final class Weather {

  static final String NS = "http://jabber.org/protocol/commands";
  static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  static final String ROMEO = "romeo@localhost/orchard";
  static final String PARIS = "paris@localhost/street";
  static final DataForm CITY =
      DataForm.builder(DataForm.Kind.FORM)
          .title("Weather")
          .field(Field.hidden("token", "t1"))
          .field(Field.builder(FieldType.TEXT_SINGLE, "city").required().build())
          .build();
  static final String CITY_XML =
      "<x xmlns='jabber:x:data' type='form'><title>Weather</title>"
          + "<field type='hidden' var='token'><value>t1</value></field>"
          + "<field type='text-single' var='city'><required/></field></x>";

  static String request(String from, String attributes, String content) {
    return "<iq type='set' id='q' from='%s'><command xmlns='%s' node='weather' %s>%s</command></iq>"
        .formatted(from, NS, attributes, content);
  }

  static String stage(String status, String content) {
    return ("<iq type='result' id='q' to='%s'><command xmlns='%s' node='weather' sessionid='{s}'"
            + " status='%s'>%s</command></iq>")
        .formatted(ROMEO, NS, status, content);
  }

  static String error(String to, String type, String condition, String specific) {
    return "<iq type='error' id='q' to='%s'><error type='%s'><%s xmlns='%s'/>%s</error></iq>"
        .formatted(
            to,
            type,
            condition,
            STANZAS,
            specific.isEmpty() ? "" : "<%s xmlns='%s'/>".formatted(specific, NS));
  }

  static String bad(String specific) {
    return error(ROMEO, "modify", "bad-request", specific);
  }

  static final String EXPIRED = error(ROMEO, "cancel", "not-allowed", "session-expired");

  static String submit(String field) {
    return "<x xmlns='jabber:x:data' type='submit'>" + field + "</x>";
  }

  static String city(String name) {
    return submit("<field var='city'><value>" + name + "</value></field>");
  }

  static final String LAST = "<actions execute='complete'><complete/></actions>" + CITY_XML;

  static void started(Script script) {
    script.send(request(ROMEO, "action='execute'", "")).expect(stage("executing", LAST));
  }

  private Weather() {}
}
