/** A client as Flux and Mono of Project Reactor: start with {@link ReactiveClient}. */
@NullMarked
package im.linnet.reactor;

import org.jspecify.annotations.NullMarked;
