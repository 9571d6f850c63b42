package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What GraalVM's native-image has to be given because analysis may not find it: the metadata in
 * {@code META-INF/native-image} against what the classes of linnet-core look up by name.
 */
class NativeImageTest {

  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path METADATA =
      RESOURCES.resolve("META-INF/native-image/im.linnet/linnet-core");
  private static final Pattern NAME = Pattern.compile("\"name\": \"([^\"]+)\"");
  private static final Pattern ENTRY =
      Pattern.compile("\\{ \"name\": \"(\\w+)\"(?:, \"parameterTypes\": \\[(.*?)])? }");
  private static final Pattern INCLUDED = Pattern.compile("\"pattern\": \"([^\"]+)\"");

  /** Who looks something up by name, and what. Whoever is added here has to be in the metadata. */
  private static final Map<String, Set<String>> LOOKUPS =
      Map.of(
          "im.linnet.VirtualThreads",
          Set.of(
              "java.lang.Thread",
              "ofVirtual",
              "java.lang.Thread$Builder",
              "name",
              "factory",
              "java.util.concurrent.Executors",
              "newThreadPerTaskExecutor"),
          "im.linnet.internal.outgoing.SendFuture",
          Set.of("im.linnet.internal.outgoing.SendFuture", "meeting"),
          "im.linnet.internal.tls.SessionExporter",
          Set.of("javax.net.ssl.ExtendedSSLSession", "exportKeyingMaterialData"));

  /** What newer JDKs than 17 have. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "java.lang.Thread$Builder", 21,
          "ofVirtual", 21,
          "newThreadPerTaskExecutor", 21,
          "exportKeyingMaterialData", 25);

  /** The classes of linnet-core, with the names and strings in their constant pools. */
  private static Map<String, Set<String>> constants = Map.of();

  @BeforeAll
  static void readClasses() throws Exception {
    Path folder =
        Path.of(XmppClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, Set<String>> read = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replaceFirst("\\.class$", "");
        read.put(name.replace('/', '.'), constantsOf(file));
      }
    }
    constants = read;
  }

  /** The entries of kind Utf8 (JVMS, section 4.4). */
  private static Set<String> constantsOf(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> found.add(in.readUTF());
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // These take two entries.
          }
          default -> in.skipNBytes(4);
        }
      }
    }
    return found;
  }

  /**
   * The classes that have one of some names, such as a method's or a type's, among their constants.
   */
  private static Set<String> having(String... names) {
    return constants.entrySet().stream()
        .filter(each -> Stream.of(names).anyMatch(each.getValue()::contains))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(String file) throws IOException {
    return Files.readString(METADATA.resolve(file));
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void only_these_classes_look_something_up_by_name() {
    assertThat(
            having(
                "forName",
                "getMethod",
                "getMethods",
                "getDeclaredMethod",
                "getField",
                "getDeclaredField",
                "getConstructor",
                "getDeclaredConstructor",
                "loadClass",
                "findClass",
                "findConstructor",
                "findStatic",
                "findVirtual",
                "findVarHandle",
                "unreflect"))
        .isEqualTo(new TreeSet<>(LOOKUPS.keySet()));
  }

  @Test
  void what_they_look_up_is_in_the_metadata_and_nothing_else() throws IOException {
    assertThat(all(NAME, read("reflect-config.json")))
        .isEqualTo(
            LOOKUPS.values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** A misspelled name or type would be passed over by native-image. */
  @Test
  void what_is_in_the_metadata_exists() throws Exception {
    String config = read("reflect-config.json");
    String[] classes = config.split("\n  \\{\n");
    for (String entry : List.of(classes).subList(1, classes.length)) {
      Matcher name = NAME.matcher(entry);
      assertThat(name.find()).isTrue();
      if (!isNewer(name.group(1))) {
        checkMembers(Class.forName(name.group(1), false, getClass().getClassLoader()), entry);
      }
    }
  }

  private static void checkMembers(Class<?> type, String entry) throws Exception {
    Matcher member = ENTRY.matcher(entry);
    while (member.find()) {
      if (member.group(2) == null) {
        assertThat(type.getDeclaredField(member.group(1))).isNotNull();
      } else if (!isNewer(member.group(1))) {
        assertThat(type.getMethods())
            .filteredOn(method -> method.getName().equals(member.group(1)))
            .extracting(NativeImageTest::parameters)
            .contains(member.group(2).replace("\"", ""));
      }
    }
  }

  private static String parameters(java.lang.reflect.Method method) {
    return Stream.of(method.getParameterTypes())
        .map(Class::getCanonicalName)
        .collect(Collectors.joining(", "));
  }

  private static boolean isNewer(String name) {
    return SINCE.getOrDefault(name, 17) > Runtime.version().feature();
  }

  @Test
  void each_resource_is_in_the_metadata() throws IOException {
    List<Pattern> included =
        all(INCLUDED, read("resource-config.json")).stream()
            .map(pattern -> Pattern.compile(pattern.replace("\\\\", "\\")))
            .toList();
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      assertThat(files.filter(Files::isRegularFile).map(RESOURCES::relativize).map(Path::toString))
          .filteredOn(name -> !name.startsWith("META-INF"))
          .isNotEmpty()
          .allMatch(name -> included.stream().anyMatch(each -> each.matcher(name).matches()));
    }
    assertThat(having("getResource", "getResourceAsStream", "getResources"))
        .containsExactly("im.linnet.jid.UnicodeData$Loaded");
  }

  @Test
  void there_are_no_services_bundles_proxies_and_serialized_objects() {
    assertThat(
            having(
                "java/util/ServiceLoader",
                "java/util/ResourceBundle",
                "java/lang/reflect/Proxy",
                "java/io/ObjectInputStream"))
        .isEmpty();
  }
}
