package im.linnet.testkit.xml;

/** What an {@link XmlElement} holds: an element or character data. */
public sealed interface XmlNode permits XmlElement, XmlText {}
