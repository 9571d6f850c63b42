package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.avatar.Avatars;
import im.linnet.caps.Caps;
import im.linnet.jid.Jid;
import im.linnet.presence.Presences;
import im.linnet.roster.AddOnlyRoster;
import im.linnet.roster.Roster;
import im.linnet.stanza.Presence;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

/** The methods of the extensions for contacts. */
final class ContactsCalls {

  /** The first bytes of a PNG are a picture to all who only pass it on. */
  static final byte[] PICTURE =
      "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(StandardCharsets.ISO_8859_1);

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");

  private ContactsCalls() {}

  static Stream<Call<?>> all() {
    return Stream.of(presences(), rosters(), cards()).flatMap(calls -> calls);
  }

  private static Stream<Call<?>> presences() {
    return Stream.of(
        call(Presences.class, "set", p -> p.set(Presence.available())),
        call(Presences.class, "keep", p -> p.keep(Presence.available())),
        call(Presences.class, "accept", p -> p.accept(ROMEO)),
        call(Presences.class, "deny", p -> p.deny(ROMEO)),
        call(Caps.class, "of", c -> c.of(ROMEO)),
        call(Caps.class, "supports", c -> c.supports(ROMEO, "urn:example")));
  }

  private static Stream<Call<?>> rosters() {
    return Stream.of(
        call(Roster.class, "load", Roster::load),
        texted(Roster.class, "add", (r, text) -> r.add(ROMEO, text, Set.of())),
        texted(Roster.class, "add", (r, text) -> r.add(ROMEO, null, Set.of(text))),
        texted(Roster.class, "rename", (r, text) -> r.rename(ROMEO, text)),
        texted(Roster.class, "regroup", (r, text) -> r.regroup(ROMEO, Set.of(text))),
        call(Roster.class, "remove", r -> r.remove(ROMEO)),
        call(Roster.class, "subscribe", r -> r.subscribe(ROMEO)),
        texted(Roster.class, "subscribe", (r, text) -> r.subscribe(ROMEO, text)),
        call(Roster.class, "unsubscribe", r -> r.unsubscribe(ROMEO)),
        call(Roster.class, "approve", r -> r.approve(ROMEO)),
        call(Roster.class, "preApprove", r -> r.preApprove(ROMEO)),
        call(Roster.class, "deny", r -> r.deny(ROMEO)),
        call(Roster.class, "cancel", r -> r.cancel(ROMEO)),
        call(AddOnlyRoster.class, "load", AddOnlyRoster::load),
        texted(AddOnlyRoster.class, "add", (r, text) -> r.add(ROMEO, text)),
        call(AddOnlyRoster.class, "approve", r -> r.approve(ROMEO)),
        call(AddOnlyRoster.class, "deny", r -> r.deny(ROMEO)));
  }

  private static Stream<Call<?>> cards() {
    return Stream.of(
        call(VCards.class, "own", VCards::own),
        call(VCards.class, "of", v -> v.of(ROMEO)),
        call(VCards.class, "ofOccupant", v -> v.ofOccupant(ROMEO)),
        call(VCards.class, "store", v -> v.store(VCard.empty())),
        texted(VCards.class, "change", (v, text) -> v.change(card -> card.fullName(text))),
        call(Avatars.class, "avatar", a -> a.avatar(ROMEO)),
        call(Avatars.class, "ofOccupant", a -> a.ofOccupant(ROMEO)),
        call(Avatars.class, "publish", a -> a.publish(PICTURE)),
        call(Avatars.class, "publish", a -> a.publish(new byte[0])),
        texted(Avatars.class, "publish", (a, text) -> a.publish(PICTURE, text)),
        texted(Avatars.class, "publishNickname", Avatars::publishNickname),
        call(Avatars.class, "remove", Avatars::remove),
        call(Avatars.class, "announce", Avatars::announce));
  }
}
