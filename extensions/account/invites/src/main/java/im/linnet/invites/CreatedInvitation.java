package im.linnet.invites;

import im.linnet.forms.DataForm;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An invitation that was made for this user to pass on (XEP-0401, section 5.1). Immutable. */
public final class CreatedInvitation {

  private final Invitation invitation;
  private final String uri;
  private final @Nullable URI landingPage;
  private final @Nullable Instant expiry;

  CreatedInvitation(
      Invitation invitation, String uri, @Nullable URI landingPage, @Nullable Instant expiry) {
    this.invitation = Objects.requireNonNull(invitation, "invitation");
    this.uri = Objects.requireNonNull(uri, "uri");
    this.landingPage = landingPage;
    this.expiry = expiry;
  }

  /**
   * Reads the result of the command. The form may be of any kind, as with Prosody 0.12.
   *
   * @throws IllegalArgumentException if it has no invitation
   */
  static CreatedInvitation of(@Nullable DataForm form) {
    String uri = form == null ? null : form.text("uri");
    if (form == null || uri == null) {
      throw new IllegalArgumentException("the link of the invitation is absent");
    }
    return new CreatedInvitation(
        Invitation.of(uri), uri.strip(), page(form.text("landing-url")), time(form.text("expire")));
  }

  private static @Nullable URI page(@Nullable String text) {
    try {
      URI page = text == null ? null : new URI(text.strip());
      boolean web =
          page != null
              && page.getHost() != null
              && ("https".equalsIgnoreCase(page.getScheme())
                  || "http".equalsIgnoreCase(page.getScheme()));
      return web ? page : null;
    } catch (URISyntaxException malformed) {
      return null;
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException malformed) {
      return null;
    }
  }

  /** {@return what the link says} */
  public Invitation invitation() {
    return invitation;
  }

  /** {@return the link to pass on, as the server made it; it contains the secret token} */
  public String uri() {
    return uri;
  }

  /**
   * {@return the page that shows the invitation in a browser, an address of http or https, which
   * mostly contains the secret token; null if there is none}
   */
  public @Nullable URI landingPage() {
    return landingPage;
  }

  /** {@return when it expires, or null if the server names no time that can be read} */
  public @Nullable Instant expiry() {
    return expiry;
  }

  /** {@return the invitation without its token} */
  @Override
  public String toString() {
    return "CreatedInvitation[%s, expiry=%s]".formatted(invitation, expiry);
  }
}
