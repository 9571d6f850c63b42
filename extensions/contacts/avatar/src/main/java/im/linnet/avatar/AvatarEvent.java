package im.linnet.avatar;

import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import org.jspecify.annotations.Nullable;

/** An event of {@link Avatars#onChange}. */
public sealed interface AvatarEvent {

  /**
   * {@return whose avatar or nickname: the bare address of a contact or room, or the full address
   * of an occupant of a room}
   */
  Jid owner();

  /**
   * The owner announced another avatar. {@link Loaded} or {@link Failed} follows if avatars are
   * {@linkplain AvatarSettings.Fetching#AUTOMATIC fetched automatically}.
   *
   * @param owner the owner
   * @param hash the SHA-1 hash, 40 lower-case hexadecimal digits
   */
  record Changed(Jid owner, String hash) implements AvatarEvent {}

  /**
   * The avatar that the owner announced is here, from the cache or fetched.
   *
   * @param owner the owner
   * @param avatar the avatar
   */
  record Loaded(Jid owner, Avatar avatar) implements AvatarEvent {}

  /**
   * The avatar that the owner announced could not be fetched, or was fetched and is not accepted.
   * {@link Avatars#avatar} tries again.
   *
   * @param owner the owner
   * @param hash the announced hash
   * @param failure why; an {@link im.linnet.failure.UnreadableAnswerException} with a {@link
   *     RejectedPictureException} as its cause if the picture is not accepted, or a {@link
   *     im.linnet.failure.RefusedException} if too many avatars waited to be fetched
   */
  record Failed(Jid owner, String hash, XmppException failure) implements AvatarEvent {}

  /**
   * The owner announced that it has no avatar.
   *
   * @param owner the owner
   */
  record Removed(Jid owner) implements AvatarEvent {}

  /**
   * The owner has another nickname. It is one line of at most 256 code points, but not unique and
   * proves nothing: show it beside the address, not in its place.
   *
   * @param owner the owner
   * @param nickname the nickname, or null if the owner has none any more
   */
  record Renamed(Jid owner, @Nullable String nickname) implements AvatarEvent {}
}
