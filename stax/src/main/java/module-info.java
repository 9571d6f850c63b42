/** Elements as StAX readers, for JAXB, Jackson XML and the transformers of the JDK. */
module im.linnet.stax {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;
  requires transitive java.xml;
  requires transitive org.codehaus.stax2;

  exports im.linnet.stax;
}
