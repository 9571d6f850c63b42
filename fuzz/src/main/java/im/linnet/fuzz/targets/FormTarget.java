package im.linnet.fuzz.targets;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FormAnswer;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Data forms: one that was read can be written, and is the same when read again. Then each field
 * gets all texts of the input as values; the rules of the form may refuse them.
 */
public final class FormTarget implements FuzzTarget {

  /** More values would make an input with many fields slow. */
  private static final int MOST = 16;

  /** A target. */
  public FormTarget() {}

  @Override
  public void run(byte[] input) {
    List<Element> elements = Fragments.read(input);
    List<String> texts = new ArrayList<>();
    elements.forEach(element -> texts(element, texts));
    for (Element element : elements) {
      DataForm form;
      try {
        form = DataForm.of(element);
      } catch (IllegalArgumentException malformed) {
        continue;
      }
      check(form, texts.subList(0, Math.min(MOST, texts.size())));
    }
  }

  private static void texts(Element element, List<String> texts) {
    texts.add(element.text());
    element.children().forEach(child -> texts(child, texts));
  }

  private static void check(DataForm form, List<String> texts) {
    DataForm again = DataForm.of(form.toElement());
    if (!again.equals(form)) {
      throw new AssertionError("another form when written: " + form.toElement().toXml());
    }
    FormAnswer answer;
    try {
      answer = form.answer();
    } catch (IllegalStateException | IllegalArgumentException noQuestion) {
      return;
    }
    for (Field field : form.fields()) {
      read(form, field);
      for (String text : texts) {
        fill(answer, field, text);
      }
    }
    answer.missing();
    try {
      DataForm.of(answer.build().toElement());
    } catch (IllegalArgumentException | IllegalStateException incomplete) {
      // The rules of the form.
    }
  }

  private static void read(DataForm form, Field field) {
    String var = field.var();
    if (var != null) {
      form.text(var);
      form.texts(var);
      form.bool(var);
      form.jid(var);
      form.jids(var);
      form.number(var);
    }
  }

  private static void fill(FormAnswer answer, Field field, String text) {
    String var = field.var();
    try {
      field.accept(List.of(text));
      if (var != null) {
        answer.set(var, text);
      }
    } catch (IllegalArgumentException refused) {
      // The rules of the field.
    }
  }
}
