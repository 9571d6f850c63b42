package im.linnet.testkit.xml;

/** The content of an {@link XmlElement}: an element or character data. */
public sealed interface XmlNode permits XmlElement, XmlText {}
