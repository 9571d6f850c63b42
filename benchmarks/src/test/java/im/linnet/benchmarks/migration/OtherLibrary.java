package im.linnet.benchmarks.migration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The public names of another library, as its jars on the class path have them.
 *
 * @param classes the names of all classes
 */
record OtherLibrary(List<String> classes) {

  OtherLibrary {
    classes = List.copyOf(classes);
  }

  /** The library whose classes have that prefix. */
  static OtherLibrary of(String prefix) {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> found = new ArrayList<>();
    for (String file : path.split(File.pathSeparator)) {
      if (file.endsWith(".jar")) {
        found.addAll(classes(file, prefix.replace('.', '/')));
      }
    }
    return new OtherLibrary(found);
  }

  private static List<String> classes(String file, String prefix) {
    try (JarFile jar = new JarFile(file)) {
      List<String> found = new ArrayList<>();
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        String name = entries.nextElement().getName();
        if (name.startsWith(prefix) && name.endsWith(".class")) {
          found.add(name.replace(".class", "").replace('/', '.').replace('$', '.'));
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is one class of that name, or one with a method of that name. */
  boolean has(String name) {
    if (one(name) != null) {
      return true;
    }
    int dot = name.lastIndexOf('.');
    String type = dot < 0 ? null : one(name.substring(0, dot));
    return type != null && hasMethod(type, name.substring(dot + 1));
  }

  /** The full name of the class with that name; null if there is none, or several. */
  private @Nullable String one(String name) {
    List<String> found =
        classes.stream()
            .filter(each -> each.equals(name) || each.endsWith("." + name))
            .distinct()
            .toList();
    return found.size() == 1 ? found.get(0) : null;
  }

  private static boolean hasMethod(String type, String method) {
    try {
      String binary = type.replaceAll("(?<=[A-Z]\\w{0,80})\\.(?=[A-Z])", "\\$");
      Class<?> found = Class.forName(binary, false, OtherLibrary.class.getClassLoader());
      return Arrays.stream(found.getMethods()).anyMatch(each -> each.getName().equals(method));
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
