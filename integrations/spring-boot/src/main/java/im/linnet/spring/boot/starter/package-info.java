/**
 * Clients in Spring Boot 3.5 and 4: made from the properties {@code linnet.*}, connected and ended
 * with the application context, resumed over a restart (XEP-0198, section 5).
 */
@NullMarked
package im.linnet.spring.boot.starter;

import org.jspecify.annotations.NullMarked;
