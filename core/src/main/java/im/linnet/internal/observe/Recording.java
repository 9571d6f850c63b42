package im.linnet.internal.observe;

import im.linnet.observe.ClientListener;

/** A listener that is always there and rarely wants to be called. It does not count stanzas. */
public interface Recording extends ClientListener {

  /** {@return whether it wants to know of slow callbacks now; asked for each callback} */
  boolean wantsSlowCallbacks();
}
