/**
 * What became of a message: Message Delivery Receipts (XEP-0184), Displayed Markers (XEP-0333),
 * Message Processing Hints (XEP-0334) and Message Displayed Synchronization (XEP-0490). {@link
 * im.linnet.receipts.Receipts} sends messages and follows them, answers requests, and keeps the
 * user's devices in step.
 */
@NullMarked
package im.linnet.receipts;

import org.jspecify.annotations.NullMarked;
