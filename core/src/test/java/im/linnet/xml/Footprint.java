package im.linnet.xml;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The number of bytes of an object and of all objects that only it refers to, by the layout of a
 * 64-bit JVM with compressed references. Calculated, not measured, so independent of the load.
 */
final class Footprint {

  private static final int HEADER = 12;
  private static final int REFERENCE = 4;
  private static final int ALIGNED = 8;
  private static final String OURS = Footprint.class.getPackageName();

  private Footprint() {}

  /** The size of one of two objects of a kind, without objects that both refer to. */
  static long ofOne(Object one, Object other) throws IllegalAccessException {
    Set<Object> own = reachable(one);
    own.removeAll(reachable(other));
    long bytes = 0;
    for (Object object : own) {
      bytes += size(object);
    }
    return bytes;
  }

  private static Set<Object> reachable(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>();
    left.push(root);
    while (!left.isEmpty()) {
      Object object = left.pop();
      if (seen.add(object)) {
        for (Object next : references(object)) {
          left.push(next);
        }
      }
    }
    return seen;
  }

  private static Set<Object> references(Object object) throws IllegalAccessException {
    Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
    if (object instanceof Object[] many) {
      for (Object each : many) {
        add(found, each);
      }
    } else if (isOurs(object.getClass())) {
      for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            field.setAccessible(true);
            add(found, field.get(object));
          }
        }
      }
    }
    return found;
  }

  private static void add(Set<Object> found, Object each) {
    if (each != null) {
      found.add(each);
    }
  }

  private static boolean isOurs(Class<?> type) {
    return type.getPackageName().equals(OURS) && !type.isArray();
  }

  private static long size(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      return aligned(HEADER + 4 + (long) Array.getLength(object) * width(type.getComponentType()));
    }
    if (object instanceof String text) {
      // One byte per character here, in a separate array.
      return aligned(HEADER + REFERENCE + 6) + aligned(HEADER + 4 + text.length());
    }
    if (!isOurs(type)) {
      throw new AssertionError("no size is known of a " + type.getName());
    }
    long size = HEADER;
    for (Class<?> part = type; isOurs(part); part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        size += Modifier.isStatic(field.getModifiers()) ? 0 : width(field.getType());
      }
    }
    return aligned(size);
  }

  private static int width(Class<?> type) {
    if (!type.isPrimitive()) {
      return REFERENCE;
    }
    if (type == long.class || type == double.class) {
      return 8;
    }
    if (type == int.class || type == float.class) {
      return 4;
    }
    return type == short.class || type == char.class ? 2 : 1;
  }

  private static long aligned(long size) {
    return (size + ALIGNED - 1) / ALIGNED * ALIGNED;
  }
}
