package im.linnet.upload;

import java.net.URI;

/** A file that was uploaded. Immutable. */
public final class UploadedFile {

  private final URI url;
  private final FileMetadata metadata;

  UploadedFile(URI url, FileMetadata metadata) {
    this.url = url;
    this.metadata = metadata;
  }

  /** {@return where to download it: everybody who has this address has the file} */
  public URI url() {
    return url;
  }

  /** {@return its name, media type, size and SHA-256 hash} */
  public FileMetadata metadata() {
    return metadata;
  }

  /** {@return the payload that shares it in a message (XEP-0447)} */
  public FileSharing sharing() {
    return FileSharing.of(metadata, url);
  }

  /** {@return the file and its host, as the rest of the address is secret} */
  @Override
  public String toString() {
    return "UploadedFile[%s at %s]".formatted(metadata, url.getHost());
  }
}
