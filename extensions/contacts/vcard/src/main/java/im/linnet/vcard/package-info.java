/**
 * vcard-temp (XEP-0054): {@link im.linnet.vcard.VCards} fetches the cards of the account and of
 * others and stores the account's own; a {@link im.linnet.vcard.VCard} is one card.
 */
@NullMarked
package im.linnet.vcard;

import org.jspecify.annotations.NullMarked;
