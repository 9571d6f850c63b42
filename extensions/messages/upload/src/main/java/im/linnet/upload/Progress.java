package im.linnet.upload;

/**
 * How far a transfer is. Events are merged while the program is busy, so not every step is
 * reported.
 *
 * @param done the bytes transferred so far; for an upload, those handed to the connection
 * @param total all bytes; -1 if unknown, which happens with downloads only
 */
public record Progress(long done, long total) {}
