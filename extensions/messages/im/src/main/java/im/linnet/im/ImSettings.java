package im.linnet.im;

import im.linnet.carbons.Carbons;
import im.linnet.upload.UploadSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the user of a chat program chooses. Immutable; each method returns a copy.
 *
 * <pre>{@code
 * ImSettings settings =
 *     ImSettings.standard()
 *         .folder(java.nio.file.Path.of("juliet"))
 *         .history(Duration.ofDays(7))
 *         .markersTo(Audience.CONTACTS);
 * }</pre>
 */
public final class ImSettings {

  private static final ImSettings STANDARD =
      new ImSettings(
          null,
          Duration.ZERO,
          Audience.CONTACTS,
          Audience.NOBODY,
          UploadSettings.standard(),
          Carbons.Delivery.APART);

  private final @Nullable Path folder;
  private final Duration history;
  private final Audience receiptsTo;
  private final Audience markersTo;
  private final UploadSettings uploads;
  private final Carbons.Delivery copies;

  private ImSettings(
      @Nullable Path folder,
      Duration history,
      Audience receiptsTo,
      Audience markersTo,
      UploadSettings uploads,
      Carbons.Delivery copies) {
    this.folder = folder;
    this.history = history;
    this.receiptsTo = receiptsTo;
    this.markersTo = markersTo;
    this.uploads = uploads;
    this.copies = copies;
  }

  /**
   * {@return nothing is kept on disk, the timeline begins now, contacts get receipts and nobody
   * markers, files are transferred as usual, copies of other devices are apart}
   */
  public static ImSettings standard() {
    return STANDARD;
  }

  /**
   * Sets the folder in which this device keeps what should outlive the program: the end of the
   * timeline, what became of sent messages, the contact list, what others' clients can do, and
   * avatars. By default nothing is kept, so that a program that starts again misses what was said
   * meanwhile.
   *
   * @param path the folder, which must exist, for one account of one program; null for none
   * @return a copy with it
   */
  public ImSettings folder(@Nullable Path path) {
    return new ImSettings(path, history, receiptsTo, markersTo, uploads, copies);
  }

  /**
   * Sets how far back the timeline begins on a device that has none yet; by default it begins now.
   *
   * @param length the duration
   * @return a copy with it
   * @throws IllegalArgumentException if it is negative
   */
  public ImSettings history(Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("length: %s (expected: >= 0)".formatted(length));
    }
    return new ImSettings(folder, length, receiptsTo, markersTo, uploads, copies);
  }

  /**
   * Sets who gets receipts of messages that have arrived (XEP-0184); by default contacts.
   *
   * @param audience who
   * @return a copy with it
   */
  public ImSettings receiptsTo(Audience audience) {
    return new ImSettings(
        folder, history, Objects.requireNonNull(audience, "audience"), markersTo, uploads, copies);
  }

  /**
   * Sets who gets markers of messages that the user has read (XEP-0333); by default nobody. They
   * show what the user reads, and when.
   *
   * @param audience who
   * @return a copy with it
   */
  public ImSettings markersTo(Audience audience) {
    return new ImSettings(
        folder, history, receiptsTo, Objects.requireNonNull(audience, "audience"), uploads, copies);
  }

  /**
   * Sets how files are transferred.
   *
   * @param settings the settings
   * @return a copy with them
   */
  public ImSettings uploads(UploadSettings settings) {
    return new ImSettings(
        folder,
        history,
        receiptsTo,
        markersTo,
        Objects.requireNonNull(settings, "settings"),
        copies);
  }

  /**
   * Sets where the copies of what other devices send and receive are delivered; by default apart.
   * The timeline has them in either case.
   *
   * @param delivery where
   * @return a copy with it
   */
  public ImSettings copies(Carbons.Delivery delivery) {
    return new ImSettings(
        folder,
        history,
        receiptsTo,
        markersTo,
        uploads,
        Objects.requireNonNull(delivery, "delivery"));
  }

  @Nullable Path folder() {
    return folder;
  }

  Duration history() {
    return history;
  }

  Audience receiptsTo() {
    return receiptsTo;
  }

  Audience markersTo() {
    return markersTo;
  }

  UploadSettings uploads() {
    return uploads;
  }

  Carbons.Delivery copies() {
    return copies;
  }

  @Override
  public String toString() {
    return "ImSettings[folder=%s, history=%s, receiptsTo=%s, markersTo=%s, uploads=%s, copies=%s]"
        .formatted(
            folder == null ? "none" : "given", history, receiptsTo, markersTo, uploads, copies);
  }
}
