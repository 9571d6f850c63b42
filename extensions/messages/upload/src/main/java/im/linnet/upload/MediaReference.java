package im.linnet.upload;

import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads files as clients share them that know XEP-0385 only: as references (XEP-0372) with the
 * metadata of Jingle File Transfer (XEP-0234).
 */
final class MediaReference {

  private static final String REFERENCE = "urn:xmpp:reference:0";
  private static final String MEDIA = "urn:xmpp:sims:1";
  private static final String JINGLE = "urn:xmpp:jingle:apps:file-transfer:5";

  private MediaReference() {}

  /** The files of a message in their order, at most a number; those without metadata left out. */
  static List<FileSharing> in(Message message, int most) {
    List<FileSharing> files = new ArrayList<>();
    for (Element reference : message.element().children("reference", REFERENCE)) {
      Element media = reference.child("media-sharing", MEDIA);
      FileSharing file = media == null ? null : file(media);
      if (file != null && files.size() < most) {
        files.add(file);
      }
    }
    return files;
  }

  private static @Nullable FileSharing file(Element media) {
    Element file = media.child("file", JINGLE);
    if (file == null) {
      return null;
    }
    List<URI> urls = new ArrayList<>();
    List<Element> others = new ArrayList<>();
    Element sources = media.child("sources", MEDIA);
    if (sources != null) {
      sources.children().stream()
          .limit(FileSharing.MAX_SOURCES)
          .forEach(source -> sort(source, urls, others));
    }
    return FileSharing.read(FileMetadata.of(metadata(file)), urls, others);
  }

  private static void sort(Element source, List<URI> urls, List<Element> others) {
    try {
      String uri = source.is("reference", REFERENCE) ? source.attribute("uri") : null;
      urls.add(WebAddress.https(uri));
    } catch (IllegalArgumentException other) {
      others.add(source);
    }
  }

  /** Both specifications have the same names in other namespaces. */
  private static Element metadata(Element file) {
    ElementBuilder metadata = Element.builder("file", FileMetadata.NAMESPACE);
    for (Element child : file.children()) {
      if (child.namespace().equals(JINGLE)) {
        ElementBuilder same = Element.builder(child.name(), FileMetadata.NAMESPACE);
        String language = child.attribute(Element.XML_NAMESPACE, "lang");
        if (language != null) {
          same.lang(language);
        }
        metadata.child(same.text(child.text()).build());
      } else {
        metadata.child(child);
      }
    }
    return metadata.build();
  }
}
