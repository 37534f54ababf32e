package io.github.rnnlab.spark;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.train.ShardGradients;
import io.github.rnnlab.train.StepGradient;
import io.github.rnnlab.train.TrainingPlan;
import io.github.rnnlab.train.TrainingStep;
import io.github.rnnlab.train.TreeSum;
import io.github.rnnlab.train.TreeSum.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a step's gradient together with others. Each member computes neighboring shards, and
 * sums the nodes of the tree that lie within them. Then every member gets its share of the numbers
 * of all nodes, sums them as {@link TreeSum} says, and sends the sums to all others. So a member
 * sends and receives each number about twice, however many members there are. States that a stream
 * carries go along to all, so that each of them could write a checkpoint.
 *
 * <p>One thread at a time may use it.
 */
final class SharedGradient implements StepGradient {
  private final Backend backend;
  private final ShardGradients shards;
  private final Peers peers;
  private final ByteBuffer[] sent;
  private final ByteBuffer[] received;
  private float[] part = new float[0];

  /**
   * Allocates memory for one shard at a time.
   *
   * @param peers those who compute the same steps
   */
  SharedGradient(LanguageModel model, TrainingPlan plan, Peers peers) {
    backend = model.backend();
    shards = new ShardGradients(model, plan);
    this.peers = peers;
    sent = new ByteBuffer[peers.size()];
    received = new ByteBuffer[peers.size()];
    for (int peer = 0; peer < peers.size(); peer++) {
      sent[peer] = room(ByteBuffer.allocate(0), 1);
      received[peer] = room(ByteBuffer.allocate(0), 1);
    }
  }

  @Override
  public double lossAndGradients(
      TrainingStep step, Parameters gradients, @Nullable Parameters states) {
    int rank = peers.rank();
    int numbers = Math.toIntExact(gradients.count());
    List<Node<ShardGradients.Sum>> own =
        shards.sums(step, firstShard(rank, step), firstShard(rank + 1, step), gradients, states);
    List<float[]> sums = new ArrayList<>();
    for (Node<ShardGradients.Sum> node : own) {
      sums.add(read(node.sum().gradients(), new float[numbers]));
    }
    exchangeSums(step, own, sums, numbers, states);
    double loss = totalLoss(step, own);
    if (states != null) {
      takeStates(step, states);
    }
    float[] total = total(step, own, sums, numbers);
    float[] all = sums.isEmpty() ? new float[numbers] : sums.get(0);
    exchangeTotals(total, all);
    write(all, gradients);
    return loss;
  }

  /** Sends each peer the losses of all nodes, the states, and its share of the numbers. */
  private void exchangeSums(
      TrainingStep step,
      List<Node<ShardGradients.Sum>> own,
      List<float[]> sums,
      int numbers,
      @Nullable Parameters states) {
    int rank = peers.rank();
    for (int peer = 0; peer < peers.size(); peer++) {
      if (peer == rank) {
        continue;
      }
      int share = firstNumber(peer + 1, numbers) - firstNumber(peer, numbers);
      sent[peer] = room(sent[peer], bytes(rank, step, share, states));
      for (Node<ShardGradients.Sum> node : own) {
        sent[peer].putDouble(node.sum().loss());
      }
      if (states != null) {
        putStates(rank, step, states, sent[peer]);
      }
      for (float[] sum : sums) {
        putFloats(sum, firstNumber(peer, numbers), share, sent[peer]);
      }
      sent[peer].flip();
      int ownShare = firstNumber(rank + 1, numbers) - firstNumber(rank, numbers);
      received[peer] = room(received[peer], bytes(peer, step, ownShare, states));
    }
    peers.exchange(sent, received);
  }

  /** Returns the bytes that a member sends of a step to one whose share is so many numbers. */
  private int bytes(int from, TrainingStep step, int share, @Nullable Parameters states) {
    int nodes = nodes(from, step).size();
    long ofStates = 0;
    if (states != null && nodes > 0) {
      for (Matrix matrix : states.block().matrices()) {
        ofStates += (long) rows(from, step).rows() * matrix.columns();
      }
    }
    return Math.toIntExact(
        (long) nodes * (Double.BYTES + (long) Float.BYTES * share) + Float.BYTES * ofStates);
  }

  /** Adds the losses, which are first in every message. */
  private double totalLoss(TrainingStep step, List<Node<ShardGradients.Sum>> own) {
    TreeSum<Double> losses = new TreeSum<>(Double::sum);
    for (int peer = 0; peer < peers.size(); peer++) {
      int index = 0;
      for (Node<?> node : nodes(peer, step)) {
        double loss =
            peer == peers.rank() ? own.get(index++).sum().loss() : received[peer].getDouble();
        losses.add(new Node<>(node.first(), node.parts(), loss));
      }
    }
    return losses.total();
  }

  /** Takes the states of the others' sequences, which follow the losses. */
  private void takeStates(TrainingStep step, Parameters states) {
    for (int peer = 0; peer < peers.size(); peer++) {
      if (peer == peers.rank() || nodes(peer, step).isEmpty()) {
        continue;
      }
      Shard rows = rows(peer, step);
      for (Matrix matrix : states.block().matrices()) {
        float[] values = new float[rows.rows() * matrix.columns()];
        getFloats(received[peer], values, 0, values.length);
        backend.write(values, matrix.rows(rows.first(), rows.rows()));
      }
    }
  }

  private void putStates(int rank, TrainingStep step, Parameters states, ByteBuffer to) {
    if (nodes(rank, step).isEmpty()) {
      return;
    }
    Shard rows = rows(rank, step);
    for (Matrix matrix : states.block().matrices()) {
      float[] values = new float[rows.rows() * matrix.columns()];
      backend.read(matrix.rows(rows.first(), rows.rows()), values);
      putFloats(values, 0, values.length, to);
    }
  }

  /** Returns the total of this member's share of the numbers; their sums end every message. */
  private float[] total(
      TrainingStep step, List<Node<ShardGradients.Sum>> own, List<float[]> sums, int numbers) {
    int from = firstNumber(peers.rank(), numbers);
    int to = firstNumber(peers.rank() + 1, numbers);
    TreeSum<float[]> tree =
        new TreeSum<>(
            (left, right) -> {
              for (int i = 0; i < left.length; i++) {
                left[i] += right[i];
              }
              return left;
            });
    for (int peer = 0; peer < peers.size(); peer++) {
      int index = 0;
      for (Node<?> node : nodes(peer, step)) {
        float[] share = new float[to - from];
        if (peer == peers.rank()) {
          System.arraycopy(sums.get(index++), from, share, 0, share.length);
        } else {
          getFloats(received[peer], share, 0, share.length);
        }
        tree.add(new Node<>(node.first(), node.parts(), share));
      }
    }
    return tree.total();
  }

  /** Sends the totals of this member's share to all, and receives those of the other shares. */
  private void exchangeTotals(float[] total, float[] all) {
    for (int peer = 0; peer < peers.size(); peer++) {
      if (peer != peers.rank()) {
        int share = firstNumber(peer + 1, all.length) - firstNumber(peer, all.length);
        sent[peer] = room(sent[peer], Float.BYTES * total.length);
        putFloats(total, 0, total.length, sent[peer]);
        sent[peer].flip();
        received[peer] = room(received[peer], Float.BYTES * share);
      }
    }
    peers.exchange(sent, received);
    for (int peer = 0; peer < peers.size(); peer++) {
      int from = firstNumber(peer, all.length);
      if (peer == peers.rank()) {
        System.arraycopy(total, 0, all, from, total.length);
      } else {
        getFloats(received[peer], all, from, firstNumber(peer + 1, all.length) - from);
      }
    }
  }

  /** Returns the nodes of the tree that a member sums. */
  private List<Node<Boolean>> nodes(int rank, TrainingStep step) {
    TreeSum<Boolean> tree = new TreeSum<>((left, right) -> left);
    for (int shard = firstShard(rank, step); shard < firstShard(rank + 1, step); shard++) {
      tree.add(new Node<>(shard, 1, true));
    }
    return tree.nodes();
  }

  /** Returns the sequences of a member that has shards. */
  private Shard rows(int rank, TrainingStep step) {
    int first = step.shard(firstShard(rank, step)).first();
    Shard last = step.shard(firstShard(rank + 1, step) - 1);
    return new Shard(first, last.first() + last.rows() - first, step.rows());
  }

  /** Returns the first shard that a member computes. */
  private int firstShard(int rank, TrainingStep step) {
    return (int) ((long) rank * step.shards() / peers.size());
  }

  /** Returns the first number that a member totals. */
  private int firstNumber(int rank, int numbers) {
    return (int) ((long) rank * numbers / peers.size());
  }

  /** Copies all numbers, matrix by matrix. */
  private float[] read(Parameters parameters, float[] all) {
    int from = 0;
    for (Matrix matrix : parameters.block().matrices()) {
      int count = matrix.rows() * matrix.columns();
      float[] values = part(count);
      backend.read(matrix, values);
      System.arraycopy(values, 0, all, from, count);
      from += count;
    }
    return all;
  }

  private void write(float[] all, Parameters parameters) {
    int from = 0;
    for (Matrix matrix : parameters.block().matrices()) {
      int count = matrix.rows() * matrix.columns();
      float[] values = part(count);
      System.arraycopy(all, from, values, 0, count);
      backend.write(values, matrix);
      from += count;
    }
  }

  private float[] part(int count) {
    if (part.length < count) {
      part = new float[count];
    }
    return part;
  }

  private static ByteBuffer room(ByteBuffer former, int bytes) {
    ByteBuffer buffer =
        former.capacity() >= bytes
            ? former
            : ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.clear().limit(bytes);
  }

  private static void putFloats(float[] from, int first, int count, ByteBuffer to) {
    to.asFloatBuffer().put(from, first, count);
    to.position(to.position() + Float.BYTES * count);
  }

  private static void getFloats(ByteBuffer from, float[] to, int first, int count) {
    from.asFloatBuffer().get(to, first, count);
    from.position(from.position() + Float.BYTES * count);
  }
}
