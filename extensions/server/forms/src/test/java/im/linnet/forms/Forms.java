package im.linnet.forms;

import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Forms as they come in a stream. */
final class Forms {

  /** The form of the first example of XEP-0004, in short. */
  static final String BOT =
      """
      <x xmlns='jabber:x:data' type='form'>
        <title>Bot Configuration</title>
        <instructions>Fill out this form</instructions>
        <instructions>to configure your new bot!</instructions>
        <field type='hidden' var='FORM_TYPE'><value>jabber:bot</value></field>
        <field type='hidden' var='session'><value>1</value><value>2</value></field>
        <field type='fixed'><value>Section 1: Bot Info</value></field>
        <field type='text-single' label='The name of your bot' var='botname'><required/></field>
        <field type='text-multi' label='Helpful description' var='description'/>
        <field type='boolean' label='Public bot?' var='public'><required/></field>
        <field type='text-private' label='Password' var='password'/>
        <field type='list-multi' label='What features?' var='features'>
          <option label='Contests'><value>contests</value></option>
          <option label='News'><value>news</value></option>
          <option label='Polls'><value>polls</value></option>
          <option label='Search'><value>search</value></option>
          <value>news</value><value>search</value>
        </field>
        <field type='list-single' label='Maximum number of subscribers' var='maxsubs'>
          <value>20</value>
          <option label='10'><value>10</value></option>
          <option label='20'><value>20</value></option>
          <option label='None'><value>none</value></option>
        </field>
        <field type='jid-multi' label='People to invite' var='invitelist'>
          <desc>Tell all your friends</desc>
        </field>
        <field type='jid-single' var='owner'/>
      </x>
      """;

  private Forms() {}

  static DataForm bot() {
    return read(BOT);
  }

  static DataForm read(String xml) {
    return DataForm.of(element(xml));
  }

  /** A form with one field. */
  static DataForm with(String field) {
    return read("<x xmlns='jabber:x:data' type='form'>" + field + "</x>");
  }

  static Element element(String xml) {
    List<Element> elements = new ArrayList<>();
    StreamParser parser =
        new StreamParser(
            XmlLimits.session(),
            new StreamEvents() {
              @Override
              public void streamOpened(StreamHeader header) {}

              @Override
              public void element(Element element) {
                elements.add(element);
              }

              @Override
              public void streamClosed() {}
            });
    String stream =
        "<s:stream xmlns='jabber:client' xmlns:s='http://etherx.jabber.org/streams'>" + xml;
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, bytes.length);
    return elements.get(0);
  }
}
