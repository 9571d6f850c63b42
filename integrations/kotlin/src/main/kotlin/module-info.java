/** A client with suspending functions and flows of Kotlin's coroutines. */
module im.linnet.kotlin {
  requires transitive im.linnet.core;
  requires transitive kotlin.stdlib;
  requires transitive kotlinx.coroutines.core;

  exports im.linnet.kotlin;
}
