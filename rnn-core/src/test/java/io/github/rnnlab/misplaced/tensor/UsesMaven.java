package io.github.rnnlab.misplaced.tensor;

import jdk.incubator.vector.FloatVector;
import org.apache.maven.Maven;

/** Knows Maven, and the incubating module without being one of its classes. */
public final class UsesMaven {
  public Class<?> maven() {
    return Maven.class;
  }

  public Class<?> vectors() {
    return FloatVector.class;
  }
}
