/**
 * Meters and observations of clients, for Micrometer: {@link im.linnet.micrometer.ClientMeters}
 * counts and measures what clients do, {@link im.linnet.micrometer.ObservedClient} makes the calls
 * of a program part of its traces. docs/observability.md lists all names.
 */
@NullMarked
package im.linnet.micrometer;

import org.jspecify.annotations.NullMarked;
