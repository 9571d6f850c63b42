package im.linnet.samples.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.samples.artifacts.user.Greeter;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** The artifacts as bundles of Apache Felix, beside the libraries that they need. */
@Timeout(180)
class BundlesIT {

  private static final String DOMAIN = "localhost";
  private static final TestCertificates AUTHORITY = TestCertificates.create();

  /** They join libraries that are no bundles: docs/compatibility.md says which. */
  private static final Set<String> NOT_RESOLVED =
      Set.of("linnet-fleet", "linnet-kotlin", "linnet-micrometer", "linnet-spring-boot-starter");

  /** No bundles either, and needed by linnet-core: they are wrapped together. */
  private static final Set<String> WRAPPED = Set.of("scram-common", "saslprep", "stringprep");

  /** What the program of a user uses. */
  private static final List<String> IMPORTS =
      List.of(
          "im.linnet",
          "im.linnet.connection",
          "im.linnet.endpoint",
          "im.linnet.jid",
          "im.linnet.ping",
          "im.linnet.sasl",
          "im.linnet.tls");

  /** SLF4J finds it when it has been started. */
  private static final String LOGGING = "slf4j.simple";

  private static final Map<Path, Manifest> JARS = new TreeMap<>();

  @TempDir private Path folder;

  @BeforeAll
  static void readJars() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        try (JarFile jar = new JarFile(entry)) {
          Manifest manifest = jar.getManifest();
          JARS.put(Path.of(entry), manifest == null ? new Manifest() : manifest);
        }
      }
    }
    assumeFalse(own().isEmpty(), "The artifacts are not packaged: run mvn verify");
  }

  private static String symbolicName(Path jar) {
    String name = header(jar, Constants.BUNDLE_SYMBOLICNAME);
    return name.split(";", -1)[0].strip();
  }

  private static String header(Path jar, String name) {
    Manifest manifest = JARS.get(jar);
    String value = manifest == null ? null : manifest.getMainAttributes().getValue(name);
    return value == null ? "" : value;
  }

  private static List<Path> own() {
    return JARS.keySet().stream()
        .filter(jar -> symbolicName(jar).startsWith("linnet-"))
        .filter(jar -> !symbolicName(jar).equals("linnet-samples"))
        .toList();
  }

  @Test
  void each_exports_what_its_module_does() {
    assertThat(own())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            jar -> {
              ModuleDescriptor module =
                  ModuleFinder.of(jar).findAll().iterator().next().descriptor();
              Set<String> exported =
                  module.exports().stream()
                      .map(ModuleDescriptor.Exports::source)
                      .collect(Collectors.toCollection(TreeSet::new));
              assertThat(exportedBy(jar)).as(module.name()).isEqualTo(exported);
            });
  }

  /** The packages in the header, whose attributes may have quoted commas. */
  private static Set<String> exportedBy(Path jar) {
    String plain = header(jar, Constants.EXPORT_PACKAGE).replaceAll("\"[^\"]*\"", "");
    return Stream.of(plain.split(",", -1))
        .map(clause -> clause.split(";", -1)[0].strip())
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void all_resolve_and_a_bundle_of_a_user_signs_in() throws Exception {
    Path pem = folder.resolve("authority.pem");
    AUTHORITY.writeTrustAnchor(pem);
    Framework framework = framework();
    try (ScriptedPeer peer =
        ScriptedPeer.listen().withTls(AUTHORITY.server(DOMAIN).serverContext())) {
      peer.script(
          script ->
              script
                  .secureStream(DOMAIN)
                  .signIn(DOMAIN, "PLAIN")
                  .bind(DOMAIN, "juliet@localhost/osgi")
                  .expectClose()
                  .close());
      List<Bundle> bundles = install(framework);
      Bundle user = install(framework, usersBundle());
      framework.start();
      for (Bundle bundle : bundles) {
        bundle.start();
      }
      user.start();
      Class<?> greeter = user.loadClass(Greeter.class.getName());
      assertThat(greeter).isNotSameAs(Greeter.class);
      Callable<?> greeting =
          (Callable<?>) greeter.getConstructor(int.class, Path.class).newInstance(peer.port(), pem);
      assertThat(greeting.call()).isEqualTo("juliet@localhost/osgi");
      peer.await();
    } finally {
      framework.stop();
      framework.waitForStop(30_000);
    }
  }

  private Framework framework() throws BundleException {
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.resolve("storage").toString(),
                    "felix.log.level",
                    "1"));
    framework.init();
    return framework;
  }

  /** Installs all jars that are bundles. {@return those of this project} */
  private List<Bundle> install(Framework framework) throws Exception {
    install(framework, wrapped());
    for (Path jar : JARS.keySet()) {
      String name = symbolicName(jar);
      if (!name.isEmpty() && !name.startsWith("linnet-") && !name.contains("felix.framework")) {
        Bundle bundle = install(framework, jar);
        if (name.equals(LOGGING)) {
          bundle.start();
        }
      }
    }
    return own().stream()
        .filter(jar -> !NOT_RESOLVED.contains(symbolicName(jar)))
        .map(jar -> install(framework, jar))
        .toList();
  }

  private static Bundle install(Framework framework, Path jar) {
    try {
      return framework.getBundleContext().installBundle(jar.toUri().toString());
    } catch (BundleException e) {
      throw new AssertionError(jar + ": " + e.getMessage(), e);
    }
  }

  private Path wrapped() throws IOException {
    List<Path> parts =
        JARS.keySet().stream()
            .filter(
                jar ->
                    WRAPPED.stream()
                        .anyMatch(part -> jar.getFileName().toString().startsWith(part + "-")))
            .toList();
    assertThat(parts).hasSameSizeAs(WRAPPED);
    Map<String, byte[]> entries = new TreeMap<>();
    for (Path part : parts) {
      try (JarFile jar = new JarFile(part.toFile())) {
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
          JarEntry entry = all.nextElement();
          if (!entry.isDirectory() && isKept(entry.getName())) {
            try (InputStream in = jar.getInputStream(entry)) {
              entries.put(entry.getName(), in.readAllBytes());
            }
          }
        }
      }
    }
    Set<String> packages =
        entries.keySet().stream()
            .filter(name -> name.endsWith(".class"))
            .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> headers =
        Map.of("Export-Package", String.join(",", packages), "DynamicImport-Package", "javax.*");
    return jar("scram", headers, entries);
  }

  private static boolean isKept(String entry) {
    return !entry.endsWith("module-info.class") && !entry.startsWith("META-INF/versions");
  }

  private Path usersBundle() throws IOException {
    String file = Greeter.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Greeter.class.getResourceAsStream("Greeter.class")) {
      assertThat(in).isNotNull();
      return jar(
          "user",
          Map.of("Import-Package", String.join(",", IMPORTS)),
          Map.of(file, in.readAllBytes()));
    }
  }

  private Path jar(String name, Map<String, String> headers, Map<String, byte[]> entries)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    headers.forEach(main::putValue);
    Path jar = folder.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        if (!entry.getKey().equals(JarFile.MANIFEST_NAME)) {
          out.putNextEntry(new JarEntry(entry.getKey()));
          out.write(entry.getValue());
          out.closeEntry();
        }
      }
    }
    return jar;
  }
}
