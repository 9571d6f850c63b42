package im.linnet.samples.xeps;

import java.util.List;

/**
 * A compliance suite in docs/xeps.json.
 *
 * @param name what it is called
 * @param lines its features
 */
record Suite(String name, List<Line> lines) {

  /**
   * A feature.
   *
   * @param category such as Core
   * @param feature such as TLS
   * @param level from which level on it is required of a client
   * @param specifications the ids of the specifications
   * @param note why it is missing or what is; empty if it is there
   */
  record Line(
      String category, String feature, String level, List<String> specifications, String note) {}
}
