package im.linnet.jid;

import java.io.Serial;
import java.text.Normalizer;
import rocks.xmpp.precis.PrecisProfile;

/** The profile OpaqueString (RFC 8265, 4.2), with {@linkplain ContextRules context}. */
final class OpaqueString extends PrecisProfile {

  @Serial private static final long serialVersionUID = 1L;

  OpaqueString() {
    super(false);
  }

  @Override
  public String prepare(CharSequence text) {
    super.prepare(ContextRules.masked(text.toString()));
    return text.toString();
  }

  @Override
  protected CharSequence applyWidthMappingRule(CharSequence text) {
    return text;
  }

  /** All of the spaces outside ASCII are in the BMP. */
  @Override
  protected CharSequence applyAdditionalMappingRule(CharSequence text) {
    StringBuilder mapped = new StringBuilder(text);
    for (int i = 0; i < mapped.length(); i++) {
      if (Character.getType(mapped.charAt(i)) == Character.SPACE_SEPARATOR) {
        mapped.setCharAt(i, ' ');
      }
    }
    return mapped;
  }

  @Override
  protected CharSequence applyCaseMappingRule(CharSequence text) {
    return text;
  }

  @Override
  protected CharSequence applyNormalizationRule(CharSequence text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  @Override
  protected CharSequence applyDirectionalityRule(CharSequence text) {
    return text;
  }
}
