package im.linnet.fuzz;

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** A log that nobody reads: each line, also of level debug, is searched for secrets. */
public final class LogWatch implements SLF4JServiceProvider {

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new BasicMDCAdapter();

  /** The log. */
  public LogWatch() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> name.startsWith("im.linnet.") ? new Searching(name) : new Silent(name);
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static class Silent extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    Silent(String name) {
      this.name = name;
    }

    boolean isSearched() {
      return false;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return isSearched();
    }

    @Override
    public boolean isInfoEnabled() {
      return isSearched();
    }

    @Override
    public boolean isWarnEnabled() {
      return isSearched();
    }

    @Override
    public boolean isErrorEnabled() {
      return isSearched();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable thrown) {}
  }

  private static final class Searching extends Silent {
    private static final long serialVersionUID = 1L;

    Searching(String name) {
      super(name);
    }

    @Override
    boolean isSearched() {
      return true;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable thrown) {
      String line = MessageFormatter.basicArrayFormat(pattern, arguments);
      if (Secrets.isIn(line)) {
        Watch.report("a secret in the log: " + line, thrown);
      }
      try {
        if (thrown != null) {
          Secrets.check(thrown);
        }
      } catch (AssertionError shown) {
        Watch.report("a secret in an exception of the log", shown);
      }
    }
  }
}
