package im.linnet.avatar;

import im.linnet.XmppClient;
import im.linnet.avatar.OwnCard.Known;
import im.linnet.avatar.OwnCard.Reading;
import im.linnet.avatar.OwnCard.Unread;
import im.linnet.connection.BoundStream;
import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Presence;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import im.linnet.xml.Element;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the own avatar in outgoing presences (XEP-0153, section 4): nothing definite until the
 * own card was read, which the first presence on a stream causes; then the hash of its picture. If
 * that changes, the last presence is sent again. Yields to other resources of the account as
 * section 4.3 says.
 *
 * <p>Safe for use by any thread; the lock is held for short.
 */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final int MAX_RESOURCES = 64;

  private final XmppClient client;
  private final VCards cards;
  private final AvatarSettings settings;

  /**
   * How the ids of presences begin that an extension sends again; so do those of capabilities.
   * Others only add to these: they may be older than what the program has sent since.
   */
  private static final String REPEATS = "again-";

  /** How the ids of those begin that this one sends again. */
  private final String own = REPEATS + UUID.randomUUID() + "-";

  private int repeated;

  /** The id of the presence that is being sent again; null if none is, or it was overtaken. */
  private @Nullable String repeating;

  private OwnCard card = new Unread();
  private @Nullable BoundStream stream;

  /** The last presence that was broadcast on this stream, without what is announced; or null. */
  private @Nullable Presence last;

  /** What it announced. */
  private @Nullable Element announced;

  /** Resources of the account that announce nothing, and may change the card unnoticed. */
  private final Set<Jid> silent = new LinkedHashSet<>();

  /**
   * What another resource announced while the card was being read; empty for no avatar; or null.
   */
  private @Nullable String contested;

  /** What other resources announced last, and the own node: it was settled by reading the card. */
  private final Claims claims = new Claims(MAX_RESOURCES);

  /** What a presence means for what is announced. */
  private enum Passage {
    /** It is what the user's contacts see from now on. */
    LATEST,
    /** It changes nothing: it is for one recipient, or another extension sends it again. */
    BESIDE,
    /** It was sent again, and is not needed any more. */
    OVERTAKEN
  }

  Announcer(XmppClient client, VCards cards, AvatarSettings settings) {
    this.client = client;
    this.cards = cards;
    this.settings = settings;
  }

  /** Adds what is announced to an outgoing presence. */
  Verdict outgoing(Presence presence) {
    boolean broadcast = presence.to() == null;
    if (presence.type() != Presence.Type.AVAILABLE) {
      if (broadcast && presence.type() == Presence.Type.UNAVAILABLE) {
        offline();
      }
      return Verdict.pass();
    }
    renew(client.stream());
    if (isOfProgram(presence)) {
      // The program announces something itself, which holds until its next presence.
      if (broadcast && !isRepeat(presence)) {
        offline();
      }
      return Verdict.pass();
    }
    Presence complete;
    synchronized (this) {
      Passage passage = broadcast ? noted(presence) : Passage.BESIDE;
      if (passage == Passage.OVERTAKEN) {
        return Verdict.drop("the user has sent another presence or has gone offline");
      }
      Element announcement = announcement();
      announced = passage == Passage.LATEST ? announcement : announced;
      complete = without(presence).toBuilder().payload(announcement).build();
    }
    readFirst();
    return Verdict.replace(complete);
  }

  /**
   * Whether the program announces an avatar itself, rather than an earlier presence comes again.
   */
  private synchronized boolean isOfProgram(Presence presence) {
    return presence.element().child("x", VCardUpdate.NAMESPACE) != null
        && (announced == null || !isRepeat(presence));
  }

  private static boolean isRepeat(Presence presence) {
    String id = presence.id();
    return id != null && id.startsWith(REPEATS);
  }

  /** Notes a presence that is broadcast. */
  private Passage noted(Presence presence) {
    if (!isRepeat(presence)) {
      last = presence;
    } else if (!String.valueOf(presence.id()).startsWith(own)) {
      return Passage.BESIDE;
    } else if (last == null || !String.valueOf(presence.id()).equals(repeating)) {
      return Passage.OVERTAKEN;
    }
    repeating = null;
    return Passage.LATEST;
  }

  private static Presence without(Presence presence) {
    Element element = presence.element();
    return element.child("x", VCardUpdate.NAMESPACE) == null
        ? presence
        : Presence.of(element.toBuilder().without("x", VCardUpdate.NAMESPACE).build());
  }

  private synchronized void offline() {
    last = null;
    announced = null;
    repeating = null;
  }

  /** Forgets what holds for one stream only. */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  synchronized void renew(@Nullable BoundStream current) {
    if (current == null || current == stream) {
      return;
    }
    stream = current;
    if (!current.resumed()) {
      card = new Unread();
      silent.clear();
      contested = null;
      claims.clear();
      offline();
    }
  }

  private Element announcement() {
    VCardUpdate.Photo photo = new VCardUpdate.Photo.NotReady();
    if (card instanceof Known known && silent.isEmpty()) {
      String hash = known.hash();
      photo = hash == null ? new VCardUpdate.Photo.None() : new VCardUpdate.Photo.Hash(hash);
    }
    return new VCardUpdate(photo, nickname()).toElement();
  }

  private @Nullable String nickname() {
    String text = card instanceof Known known ? known.nickname() : null;
    if (text == null || !settings.nicknameInPresence()) {
      return null;
    }
    Nickname nickname = Nickname.tidied(text);
    return nickname == null ? null : nickname.text();
  }

  /** Reads the own card if that was not done on this stream. */
  private void readFirst() {
    Reading reading;
    synchronized (this) {
      if (!(card instanceof Unread)) {
        return;
      }
      reading = begun();
    }
    read(reading);
  }

  private Reading begun() {
    Reading reading = new Reading();
    card = reading;
    return reading;
  }

  /** Reads the own card, then announces what is in it. */
  private void read(Reading reading) {
    cards.own().whenComplete((own, failure) -> wasRead(reading, own, failure));
  }

  @SuppressWarnings("ReferenceEquality") // an outdated answer is to another reading
  private void wasRead(Reading reading, @Nullable VCard own, @Nullable Throwable failure) {
    String claim;
    synchronized (this) {
      if (card != reading) {
        return;
      }
      card = own == null ? new Unread() : Known.of(own);
      claim = own == null ? null : contested;
      contested = null;
    }
    if (failure != null) {
      LOG.debug("The own card was not read, so no avatar is announced", failure);
      return;
    }
    if (claim == null || !yieldTo(claim)) {
      announceChange();
    }
  }

  /** Takes a card that was just stored or read by the user's wish. */
  void known(VCard own) {
    Known now = Known.of(own);
    synchronized (this) {
      card = now;
      contested = null;
      claims.clear();
    }
  }

  /** Notes what is about to be published, so that hearing of it causes nothing. */
  synchronized void expect(String hash) {
    claims.changes(client.address().bare(), hash);
  }

  /** Takes what was published and is put into the card by the server; null for no avatar. */
  void converted(@Nullable String hash) {
    Reading reading = null;
    synchronized (this) {
      contested = null;
      if (card instanceof Known known) {
        card = new Known(hash, known.nickname());
      } else if (card instanceof Reading) {
        // What is being read may be outdated.
        reading = begun();
      }
    }
    if (reading != null) {
      read(reading);
    }
  }

  /** What is known of the card, or null. */
  synchronized @Nullable Known known() {
    return silent.isEmpty() && card instanceof Known known ? known : null;
  }

  /** Sends the last presence again if it announced something else; completes in any case. */
  CompletableFuture<Void> announceChange() {
    synchronized (this) {
      if (announced == null || announcement().equals(announced)) {
        return CompletableFuture.completedFuture(null);
      }
    }
    return repeat();
  }

  /** Sends the last presence again; completes in any case, at once if there is none. */
  CompletableFuture<Void> repeat() {
    Presence again = null;
    synchronized (this) {
      if (last != null && settings.announcing()) {
        repeating = own + ++repeated;
        again = last.toBuilder().id(repeating).build();
      }
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (again == null) {
      done.complete(null);
      return done;
    }
    client
        .send(again)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null) {
                LOG.debug("The avatar is announced by the next presence only", failure);
              }
              done.complete(null);
            });
    return done;
  }

  /** Takes a presence of another resource of the account (section 4.3). */
  void heard(Jid resource, Presence presence) {
    if (presence.isUnavailable()) {
      gone(resource);
      conforms(resource);
    } else if (presence.type() != Presence.Type.AVAILABLE) {
      return;
    } else if (presence.element().child("x", VCardUpdate.NAMESPACE) == null) {
      isSilent(resource);
    } else {
      conforms(resource);
      VCardUpdate update = presence.payload(VCardUpdate.TYPE);
      if (update != null && update.photo() instanceof VCardUpdate.Photo.Hash hash) {
        claimed(resource, hash.sha1());
      } else if (update != null && update.photo() instanceof VCardUpdate.Photo.None) {
        claimed(resource, "");
      }
    }
  }

  /** Stops announcing, because another resource may change the card unnoticed. */
  private void isSilent(Jid resource) {
    synchronized (this) {
      if (silent.size() < MAX_RESOURCES) {
        silent.add(resource);
      }
    }
    announceChange();
  }

  /** Announces again when the last silent resource is gone, after another look at the card. */
  private void conforms(Jid resource) {
    Reading reading;
    synchronized (this) {
      if (!silent.remove(resource) || !silent.isEmpty() || !(card instanceof Known)) {
        return;
      }
      reading = begun();
    }
    read(reading);
  }

  private synchronized void gone(Jid resource) {
    claims.forget(resource);
  }

  /**
   * Takes what another resource announces, or the own node: a hash, or empty for no avatar. The
   * same again causes nothing, so that two clients can't keep each other busy; but one that has
   * agreed in between, and takes that back, is heard.
   */
  void claimed(Jid source, String hash) {
    synchronized (this) {
      if (card instanceof Unread || !claims.changes(source, hash)) {
        return;
      }
      if (card instanceof Reading) {
        contested = hash;
        return;
      }
    }
    yieldTo(hash);
  }

  /**
   * Announces nothing definite until the card was read again, and then what is in it; unless what
   * another one announces is what is known, then it returns false.
   */
  private boolean yieldTo(String hash) {
    Reading reading;
    synchronized (this) {
      if (!(card instanceof Known known) || hash.equals(known.hash() == null ? "" : known.hash())) {
        return false;
      }
      reading = begun();
    }
    announceChange().whenComplete((sent, failure) -> read(reading));
    return true;
  }
}
