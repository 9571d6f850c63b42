package im.linnet.upload;

import im.linnet.disco.DiscoInfo;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service that takes files (XEP-0363, section 3). Immutable value. */
public final class UploadService {

  private final Jid jid;
  private final @Nullable Long maxFileSize;
  private final Set<Purpose> purposes;

  private UploadService(Jid jid, @Nullable Long maxFileSize, Set<Purpose> purposes) {
    this.jid = jid;
    this.maxFileSize = maxFileSize;
    this.purposes = Set.copyOf(purposes);
  }

  /** Reads what an entity says of itself; null if it takes no files. */
  static @Nullable UploadService of(Jid jid, DiscoInfo info) {
    if (!info.has(Uploads.NAMESPACE)) {
      return null;
    }
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    for (Purpose purpose : Purpose.values()) {
      if (info.has(purpose.feature())) {
        purposes.add(purpose);
      }
    }
    return new UploadService(jid, limit(info), purposes);
  }

  private static @Nullable Long limit(DiscoInfo info) {
    for (Element element : info.forms()) {
      DataForm form;
      try {
        form = DataForm.of(element);
      } catch (IllegalArgumentException malformed) {
        continue;
      }
      Long size = form.number("max-file-size");
      if (Uploads.NAMESPACE.equals(form.formType()) && size != null && size > 0) {
        return size;
      }
    }
    return null;
  }

  /** {@return its address} */
  public Jid jid() {
    return jid;
  }

  /** {@return the size of the largest file in bytes, or null if it does not say} */
  public @Nullable Long maxFileSize() {
    return maxFileSize;
  }

  /** {@return the purposes that it distinguishes} */
  public Set<Purpose> purposes() {
    return purposes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UploadService that
        && jid.equals(that.jid)
        && Objects.equals(maxFileSize, that.maxFileSize)
        && purposes.equals(that.purposes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(jid, maxFileSize, purposes);
  }

  @Override
  public String toString() {
    return "UploadService[%s, maxFileSize=%s]".formatted(jid, maxFileSize);
  }
}
