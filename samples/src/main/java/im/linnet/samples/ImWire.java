package im.linnet.samples;

import im.linnet.ClientBuilder;

/** Whether the XML of the devices is shown. */
enum ImWire {
  HIDDEN,
  SHOWN;

  void of(String device, ClientBuilder client) {
    if (this == SHOWN) {
      client.onWire(
          event ->
              System.out.printf("  %s %s %s%n", device, event.outgoing() ? ">" : "<", event.xml()));
    }
  }
}
