package im.linnet.testkit.gateway;

/** In which element the gateway answers a prompt with a contact's address (jabber:iq:gateway). */
public enum PromptAnswer {
  /** In {@code <prompt/>}, like PyMSNt. */
  PROMPT,
  /** In {@code <jid/>}, as XEP-0100, section 6.3, has it. */
  JID,
  /** In both. */
  BOTH
}
