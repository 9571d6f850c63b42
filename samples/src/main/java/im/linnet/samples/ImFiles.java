package im.linnet.samples;

import im.linnet.stanza.Message;
import im.linnet.upload.Download;
import im.linnet.upload.FileSharing;
import im.linnet.upload.FileSource;
import im.linnet.upload.UploadedFile;
import im.linnet.upload.Uploads;
import java.util.Arrays;
import java.util.Random;

/** A file that one uploads and the other downloads. */
final class ImFiles {

  private static final int SIZE = 900_000;
  private static final long SEED = 1597;

  private final ImDevice phone;
  private final ImDevice romeo;
  private final Timeline timeline;

  ImFiles(ImDevice phone, ImDevice romeo, Timeline timeline) {
    this.phone = phone;
    this.romeo = romeo;
    this.timeline = timeline;
  }

  void share() throws InterruptedException {
    byte[] content = new byte[SIZE];
    new Random(SEED).nextBytes(content);
    timeline.note("Juliet uploads a file from the phone");
    ImProgressBar bar = new ImProgressBar(timeline);
    UploadedFile file =
        phone
            .get(Uploads.class)
            .upload(FileSource.of("roses.bin", content).mediaType("application/octet-stream"), bar)
            .join();
    bar.awaitEnd();
    String link = file.url().toString();
    phone
        .client()
        .deliver(Message.chat(ImHost.ROMEO, link).toBuilder().payload(file.sharing()).build())
        .join();

    FileSharing shared = romeo.shows(link).message().payload(FileSharing.TYPE);
    if (shared == null) {
      throw new IllegalStateException("The message to Romeo does not describe the file");
    }
    // Size and hash are checked by the download; that it is the same file, here.
    byte[] downloaded = romeo.get(Uploads.class).download(Download.of(shared, SIZE)).join();
    if (!Arrays.equals(content, downloaded)) {
      throw new IllegalStateException("Romeo has downloaded something else");
    }
    timeline.note(
        "Romeo downloaded %s: %d bytes, the same"
            .formatted(shared.file().name(), downloaded.length));
  }
}
