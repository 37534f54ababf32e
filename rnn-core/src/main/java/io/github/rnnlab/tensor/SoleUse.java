package io.github.rnnlab.tensor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second thread while one is at work with something that has only one set of buffers:
 * both would compute on, and give wrong numbers. To enter and leave costs some nanoseconds.
 *
 * <p>Safe for any number of threads. What a thread did before it left is visible to the next.
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
   * @param what what only one thread may use, such as {@code a vector backend}
   * @param instead a full sentence that says what to do
   */
  public SoleUse(String what, String instead) {
    this.what = what;
    this.instead = instead;
  }

  /**
   * Begins to use it.
   *
   * @return whether this thread did not use it already; to be handed to {@link #leave}
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

  /** Ends what {@link #enter} began. */
  public void leave(boolean entered) {
    if (entered) {
      USER.setRelease(this, null);
    }
  }
}
