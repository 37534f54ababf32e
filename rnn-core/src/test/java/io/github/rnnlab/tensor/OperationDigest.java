package io.github.rnnlab.tensor;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * One number for the bits of all operations, which have to leave padding zero; also a program, for
 * JVMs with other settings.
 */
final class OperationDigest {
  private OperationDigest() {}

  /** Prints the number of lanes of a vector and the digests of both backends. */
  public static void main(String[] args) {
    System.out.println(
        VectorMath.SPECIES.length()
            + " "
            + of(new ScalarBackend())
            + " "
            + of(() -> new VectorBackend(1)));
  }

  static String of(Backend backend) {
    return of(() -> backend);
  }

  /** Takes a backend for each operation: a new one has no copies of former operands. */
  private static String of(Supplier<Backend> backends) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Operation operation : Operation.all()) {
        Trial trial = operation.run(backends.get());
        if (!trial.hasZeroPadding()) {
          throw new IllegalStateException(operation + " leaves numbers in the padding");
        }
        int[] bits = trial.bits();
        ByteBuffer bytes = ByteBuffer.allocate(bits.length * Integer.BYTES);
        bytes.asIntBuffer().put(bits);
        sha256.update(bytes);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
