package im.linnet.forms;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * One choice of a list field (XEP-0004, section 3.2).
 *
 * @param label the name to show, or null if it is the value
 * @param value the value to send
 */
public record Option(@Nullable String label, String value) {

  /** {@return the text to show for this option: its label, else its value} */
  public String text() {
    return label == null || label.isBlank() ? value : label;
  }

  Element toElement() {
    return Element.builder("option", DataForm.NAMESPACE)
        .attribute("label", label)
        .child("value", value)
        .build();
  }
}
