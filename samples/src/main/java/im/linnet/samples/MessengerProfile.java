package im.linnet.samples;

import im.linnet.ServiceProfile;
import im.linnet.stream.Endpoint;
import im.linnet.stream.KeepAlive;
import java.time.Duration;
import java.util.List;

record MessengerProfile() implements ServiceProfile {
  static final String DOMAIN = "messenger.live.com";

  static ServiceProfile standard() {
    return new MessengerProfile();
  }

  @Override
  public List<Endpoint> fallbackEndpoints() {
    return List.of(Endpoint.startTls("xmpp.messenger.live.com", 5222));
  }

  @Override
  public KeepAlive keepAlive() {
    return KeepAlive.ping(Duration.ofSeconds(45));
  }

  @Override
  public boolean assignsAccount() {
    return true;
  }
}
