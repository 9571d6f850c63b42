package im.linnet.sasl.siblings;

import im.linnet.ServiceProfile;
import im.linnet.endpoint.Endpoint;
import java.util.List;

/**
 * Google Talk and services that revive it. It is reached at {@code talk.google.com} if the
 * account's domain has no SRV records, as was common for hosted domains. With {@code X-OAUTH2} and
 * {@code X-GOOGLE-TOKEN} the token determines the account.
 */
public record GoogleTalkProfile() implements ServiceProfile {

  @Override
  public List<Endpoint> fallbackEndpoints() {
    return List.of(Endpoint.startTls("talk.google.com", 5222));
  }

  @Override
  public boolean assignsAccount() {
    return true;
  }
}
