package im.linnet.testkit.server;

/**
 * A configuration with names in the form <code>${name}</code>, which neither Lua nor YAML uses.
 *
 * @param text the text with the names that have no value yet
 */
record Template(String text) {

  /** Replaces a name, wherever it is, by its value, which may contain other names. */
  Template with(String name, Object value) {
    return new Template(text.replace("${" + name + "}", value.toString()));
  }

  /**
   * The text in which all names have values.
   *
   * @throws IllegalStateException if a name is left
   */
  String complete() {
    int left = text.indexOf("${");
    if (left >= 0) {
      throw new IllegalStateException(
          "no value: %s".formatted(text.substring(left, text.indexOf('}', left) + 1)));
    }
    return text;
  }
}
