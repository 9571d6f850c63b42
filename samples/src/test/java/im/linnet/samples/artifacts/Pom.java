package im.linnet.samples.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A pom of this repository, as it is written.
 *
 * @param file where it is
 * @param project its content
 */
record Pom(Path file, Element project) {

  static Pom read(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return new Pom(file, factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalArgumentException("Can't read " + file, e);
    }
  }

  /** This one and all that it names as modules, in profiles too, and what those name. */
  Stream<Pom> reactor() {
    Stream<String> modules =
        Stream.concat(
            texts("modules", "module"),
            children(project, "profiles")
                .flatMap(profiles -> children(profiles, "profile"))
                .flatMap(profile -> children(profile, "modules"))
                .flatMap(all -> children(all, "module"))
                .map(Pom::text));
    return Stream.concat(
        Stream.of(this),
        modules.flatMap(module -> read(file.resolveSibling(module).resolve("pom.xml")).reactor()));
  }

  String artifact() {
    return one("artifactId");
  }

  /** Whether a release has a jar of it. */
  boolean hasPublishedJar() {
    boolean jar = texts("packaging").findFirst().orElse("jar").equals("jar");
    return jar && !texts("properties", "maven.deploy.skip").toList().contains("true");
  }

  /** The artifacts of this project that it manages, sorted. */
  List<String> managed() {
    return at("dependencyManagement", "dependencies", "dependency")
        .filter(each -> child(each, "groupId").equals("im.linnet"))
        .map(each -> child(each, "artifactId"))
        .sorted()
        .toList();
  }

  /** The text of the one child of the project with a name. */
  String one(String name) {
    return child(project, name);
  }

  /** The texts of the elements at the end of a path of names. */
  Stream<String> texts(String... names) {
    return at(names).map(Pom::text);
  }

  /** The elements at the end of a path of names. */
  Stream<Element> at(String... names) {
    Stream<Element> found = Stream.of(project);
    for (String name : names) {
      found = found.flatMap(each -> children(each, name));
    }
    return found;
  }

  /** All elements that have a name, anywhere. */
  List<String> anywhere(String name) {
    List<String> found = new ArrayList<>();
    var all = project.getElementsByTagName(name);
    IntStream.range(0, all.getLength()).forEach(i -> found.add(all.item(i).getTextContent()));
    return found;
  }

  private static String child(Element parent, String name) {
    return children(parent, name)
        .map(Pom::text)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No <" + name + "/> in " + parent.getTagName()));
  }

  private static Stream<Element> children(Element parent, String name) {
    var all = parent.getChildNodes();
    return IntStream.range(0, all.getLength())
        .<Node>mapToObj(all::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name));
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }
}
