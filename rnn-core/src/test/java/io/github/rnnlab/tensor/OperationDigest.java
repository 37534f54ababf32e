package io.github.rnnlab.tensor;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One number for the bits of all operations; also a program, for JVMs with other settings. */
final class OperationDigest {
  private OperationDigest() {}

  /** Prints the number of lanes of a vector and the digests of both backends. */
  public static void main(String[] args) {
    System.out.println(
        VectorMath.SPECIES.length()
            + " "
            + of(new ScalarBackend())
            + " "
            + of(new VectorBackend(1)));
  }

  static String of(Backend backend) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Operation operation : Operation.all()) {
        int[] bits = operation.run(backend).bits();
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
