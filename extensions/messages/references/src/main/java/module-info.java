/**
 * Messages about other messages (XEP-0308, XEP-0424, XEP-0444, XEP-0461) and what a message says
 * about its own text (XEP-0066, XEP-0245, XEP-0380, XEP-0382, XEP-0393, XEP-0428).
 */
module im.linnet.references {
  requires transitive im.linnet.core;
  requires im.linnet.delay;
  requires im.linnet.forwarding;
  requires static transitive org.jspecify;

  exports im.linnet.references;
}
