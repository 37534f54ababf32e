package io.github.rnnlab.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second thread while one uses an object with a single set of buffers. Without it, both
 * would go on and compute wrong numbers. Entering and leaving cost some nanoseconds.
 *
 * <p>Any number of threads may use it at once. What a thread did before it left is visible to the
 * next.
 */
public final class SoleUse {
  private static final VarHandle USER;

  static {
    try {
      USER = MethodHandles.lookup().findVarHandle(SoleUse.class, "user", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String what;
  private final String instead;

  @SuppressWarnings("UnusedVariable") // Read and written as USER.
  private volatile @Nullable Thread user;

  /**
   * Makes a guard.
   *
   * @param what the guarded object, such as {@code a vector backend}
   * @param instead what to do instead, as a full sentence
   */
  public SoleUse(String what, String instead) {
    this.what = what;
    this.instead = instead;
  }

  /**
   * Begins a use of the guarded object.
   *
   * @return whether this use is the outermost of this thread; pass it to {@link #leave}
   * @throws IllegalStateException if another thread uses it
   */
  public boolean enter() {
    Thread me = Thread.currentThread();
    Thread other = (Thread) USER.compareAndExchange(this, null, me);
    if (other != null && other != me) {
      throw new IllegalStateException(
          "Found thread "
              + me.getName()
              + " using "
              + what
              + " while thread "
              + other.getName()
              + " does, expected one thread at a time. "
              + instead);
    }
    return other == null;
  }

  /** Ends the use that {@link #enter} began, if {@code entered}. */
  public void leave(boolean entered) {
    if (entered) {
      USER.setRelease(this, null);
    }
  }
}
