package im.linnet.fleet;

/**
 * Figures of this node; those of a fleet are the sums over its nodes.
 *
 * @param sessions sessions that this node holds
 * @param online of these, those that can send
 * @param copies streams of other nodes, kept here
 * @param bound streams begun, since the node started
 * @param resumed streams continued
 * @param takenUp sessions whose stream another node had held
 * @param handedOver sessions given to another node in order
 * @param copied of these, those whose stream was not left in time, or is too large to be sent: the
 *     next session goes on from the copy, if there is one
 * @param fenced sessions cut, as another node holds them
 * @param refused sends refused for lack of room
 * @param uncertain stanzas of former sessions of which nobody knows whether they arrived
 * @param records records given to the next node
 * @param batches messages that carried them
 * @param bytes their size and that of all other messages to other nodes, without what the transport
 *     adds to each
 * @param waiting records that the next node has not confirmed
 */
public record FleetMeters(
    long sessions,
    long online,
    long copies,
    long bound,
    long resumed,
    long takenUp,
    long handedOver,
    long copied,
    long fenced,
    long refused,
    long uncertain,
    long records,
    long batches,
    long bytes,
    long waiting) {}
