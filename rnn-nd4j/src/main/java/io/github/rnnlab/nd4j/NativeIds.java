package io.github.rnnlab.nd4j;

import io.github.rnnlab.tensor.Ids;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ids in an array of ND4J. It keeps its views, like {@link NativeMatrix}. */
final class NativeIds implements Ids {
  private final int count;
  private final INDArray all;
  private final HostMemory host;
  private final List<View> views = new ArrayList<>();

  private record View(int first, int last, INDArray array) {}

  NativeIds(int count) {
    this.count = count;
    all = Nd4j.create(DataType.INT32, Math.max(1, count));
    host = new HostMemory(all);
  }

  @Override
  public int count() {
    return count;
  }

  /** Returns the ids of {@code [first, last)}, at least one. */
  INDArray array(int first, int last) {
    synchronized (views) {
      for (int i = 0; i < views.size(); i++) {
        View view = views.get(i);
        if (view.first == first && view.last == last) {
          return view.array;
        }
      }
      INDArray array =
          Nd4j.create(all.data(), new long[] {last - first}, new long[] {1}, first, 'c');
      views.add(new View(first, last, array));
      return array;
    }
  }

  /** Copies the first ids of an array. */
  void write(int[] ids) {
    host.write(ids, count);
  }
}
