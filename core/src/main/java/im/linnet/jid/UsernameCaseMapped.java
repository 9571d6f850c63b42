package im.linnet.jid;

import java.io.Serial;
import java.text.Bidi;
import java.text.Normalizer;
import rocks.xmpp.precis.PrecisProfile;

/** The profile UsernameCaseMapped (RFC 8265, 3.3), with {@linkplain ContextRules context}. */
final class UsernameCaseMapped extends PrecisProfile {

  @Serial private static final long serialVersionUID = 1L;

  UsernameCaseMapped() {
    super(true);
  }

  @Override
  public String prepare(CharSequence text) {
    super.prepare(ContextRules.masked(text.toString()));
    return text.toString();
  }

  @Override
  protected CharSequence applyWidthMappingRule(CharSequence text) {
    return widthMap(text);
  }

  @Override
  protected CharSequence applyAdditionalMappingRule(CharSequence text) {
    return text;
  }

  @Override
  protected CharSequence applyCaseMappingRule(CharSequence text) {
    return caseMap(text);
  }

  @Override
  protected CharSequence applyNormalizationRule(CharSequence text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  @Override
  protected CharSequence applyDirectionalityRule(CharSequence text) {
    if (Bidi.requiresBidi(text.toString().toCharArray(), 0, text.length())) {
      checkBidiRule(text);
    }
    return text;
  }
}
