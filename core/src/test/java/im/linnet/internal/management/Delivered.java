package im.linnet.internal.management;

import im.linnet.failure.XmppException;
import im.linnet.xml.Element;
import java.util.List;

/** A stanza that was sent, and tells a list what became of it. */
record Delivered(String name, List<String> told) implements Ledger.Entry {

  @Override
  public Element stanza() {
    return Element.of("message", "jabber:client", name);
  }

  @Override
  public long weight() {
    return 1;
  }

  @Override
  public void acknowledged() {
    told.add("acknowledged " + name);
  }

  @Override
  public void uncertain(XmppException why) {
    told.add("uncertain " + name);
  }
}
