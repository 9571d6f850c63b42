package im.linnet.samples.hostile;

import java.util.List;

/**
 * A row of the catalogue, as docs/hostile-input.json has it.
 *
 * @param id such as X38
 * @param rule which input it is about
 * @param outcome what the library does, by the codes of the page
 * @param tests test classes below im.linnet, such as {@code xml.ElementTest}
 * @param reason why no test is needed, or empty
 */
record Row(String id, String rule, String outcome, List<String> tests, String reason) {}
