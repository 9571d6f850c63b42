package im.linnet.samples.operations;

/**
 * A constant that says what failed.
 *
 * @param name the constant
 * @param meaning what it means, as Markdown
 * @param remedy what to do, as Markdown; empty if the source does not say
 */
record Meaning(String name, String meaning, String remedy) {}
