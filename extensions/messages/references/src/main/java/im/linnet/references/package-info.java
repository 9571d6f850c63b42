/**
 * Corrections (XEP-0308), retractions (XEP-0424), reactions (XEP-0444) and replies (XEP-0461):
 * {@link im.linnet.references.Conversation} makes them and knows who may do what, {@link
 * im.linnet.references.Revisions} applies those that arrive.
 *
 * <p>Also what a message says about its own text: {@link im.linnet.references.Fallback} (XEP-0428),
 * {@link im.linnet.references.StyledText} (XEP-0393), {@link im.linnet.references.MeCommand}
 * (XEP-0245), {@link im.linnet.references.Spoiler} (XEP-0382), {@link im.linnet.references.Link}
 * (XEP-0066) and {@link im.linnet.references.Encryption} (XEP-0380).
 */
@NullMarked
package im.linnet.references;

import org.jspecify.annotations.NullMarked;
