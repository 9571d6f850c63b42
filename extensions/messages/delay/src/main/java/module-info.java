/** Delayed Delivery (XEP-0203, XEP-0091). */
module im.linnet.delay {
  requires transitive im.linnet.core;
  requires static transitive org.jspecify;

  exports im.linnet.delay;
}
