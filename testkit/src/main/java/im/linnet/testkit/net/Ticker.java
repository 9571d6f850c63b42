package im.linnet.testkit.net;

import java.util.concurrent.TimeUnit;

/** A clock to wait by; tests of the stand-ins move theirs by hand. */
interface Ticker {

  /** The system's clock. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long now() {
          return System.nanoTime();
        }

        @Override
        public void until(long due) throws InterruptedException {
          for (long left = due - now(); left > 0; left = due - now()) {
            TimeUnit.NANOSECONDS.sleep(left);
          }
        }
      };

  /** Nanoseconds since some moment. */
  long now();

  /** Waits until that time. */
  void until(long due) throws InterruptedException;
}
