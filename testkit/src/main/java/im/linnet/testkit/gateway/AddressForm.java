package im.linnet.testkit.gateway;

/** How the gateway writes addresses of the legacy network in the local part of an XMPP address. */
public enum AddressForm {
  /** {@code friend%hotmail.com}, like PyMSNt. */
  PERCENT,
  /** {@code friend\40hotmail.com} (XEP-0106), announced by the feature {@code jid\20escaping}. */
  ESCAPED
}
