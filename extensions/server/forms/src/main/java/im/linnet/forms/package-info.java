/**
 * Data Forms (XEP-0004) with validation (XEP-0122) and media elements (XEP-0221): {@link
 * im.linnet.forms.DataForm} and its {@link im.linnet.forms.Field fields}, and the {@link
 * im.linnet.forms.FormAnswer} that is checked against a form.
 */
@NullMarked
package im.linnet.forms;

import org.jspecify.annotations.NullMarked;
