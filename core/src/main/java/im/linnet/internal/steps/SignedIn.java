package im.linnet.internal.steps;

import im.linnet.sasl.SaslMechanism;
import im.linnet.xml.Element;

/**
 * A completed sign-in. Nothing is noted yet: the step does that from the server's element.
 *
 * @param mechanism the mechanism that the server accepted
 * @param success the server's element, as received
 */
record SignedIn(SaslMechanism mechanism, Element success) {}
