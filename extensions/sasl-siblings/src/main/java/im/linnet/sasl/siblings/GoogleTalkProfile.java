package im.linnet.sasl.siblings;

import im.linnet.ServiceProfile;
import im.linnet.endpoint.Endpoint;
import java.util.List;

/**
 * Google Talk, and what revives it: found at {@code talk.google.com} where the domain of the
 * account has no SRV records, as that of a hosted domain often had none. With {@code X-OAUTH2} and
 * {@code X-GOOGLE-TOKEN} the account is that of the token.
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
