/**
 * Delivery receipts (XEP-0184), displayed markers (XEP-0333), processing hints (XEP-0334) and
 * displayed synchronization (XEP-0490).
 */
module im.linnet.receipts {
  requires transitive im.linnet.core;
  requires transitive im.linnet.forwarding;
  requires transitive im.linnet.pubsub;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports im.linnet.receipts;
}
