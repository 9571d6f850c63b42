/** Client State Indication (XEP-0352). */
module im.linnet.csi {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.csi;
}
