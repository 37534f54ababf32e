package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.model.Initialization;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.model.Shard;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.ScalarBackend;
import io.github.rnnlab.tensor.VectorBackend;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardGradientsTest {
  private static final int STEPS = 6;
  private static final Dropout DROPOUT = new Dropout(3, 0.1, 0.2, 0.3);

  @TempDir Path directory;

  static Stream<Backend> backends() {
    return Stream.of(new ScalarBackend(), new VectorBackend(1), new VectorBackend(3));
  }

  /** All shards of 7 windows: one of 7, two of 4 and 3, four of 2, 2, 2 and 1, and seven of 1. */
  @ParameterizedTest
  @MethodSource("backends")
  void areThePlainSumOfTheShardsOwnGradients(Backend backend) {
    for (int shardSize : new int[] {7, 4, 2, 1}) {
      LanguageModel model = model(backend, Cell.VANILLA);
      TrainingStep step = step(7, shardSize);
      Parameters gradients = model.weights().zerosLike();
      double loss =
          shards(model, 7, shardSize, Dropout.NONE).lossAndGradients(step, gradients, null);

      List<float[]> parts = new ArrayList<>();
      double[] losses = new double[step.shards()];
      for (int index = 0; index < losses.length; index++) {
        Shard shard = step.shard(index);
        int[][] own =
            Arrays.copyOfRange(step.sequences(), shard.first(), shard.first() + shard.rows());
        Parameters part = model.weights().zerosLike();
        losses[index] =
            new BackpropagationThroughTime(model, STEPS, own.length).lossAndGradients(own, part);
        float[] numbers = numbers(part);
        for (int i = 0; i < numbers.length && own.length < 7; i++) {
          numbers[i] *= (float) (own.length / 7.0);
        }
        parts.add(numbers);
      }
      assertThat(losses.length).isEqualTo((7 + shardSize - 1) / shardSize);
      assertThat(numbers(gradients)).isEqualTo(sum(parts));
      assertThat(loss).isEqualTo(sum(losses));
    }
  }

  private static float[] sum(List<float[]> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int half = Integer.highestOneBit(parts.size() - 1);
    float[] left = sum(parts.subList(0, half));
    float[] right = sum(parts.subList(half, parts.size()));
    float[] sum = new float[left.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = left[i] + right[i];
    }
    return sum;
  }

  private static double sum(double[] parts) {
    if (parts.length == 1) {
      return parts[0];
    }
    int half = Integer.highestOneBit(parts.length - 1);
    return sum(Arrays.copyOf(parts, half)) + sum(Arrays.copyOfRange(parts, half, parts.length));
  }

  /** With dropout and carried states, of which each machine changes those of its shards. */
  @ParameterizedTest
  @MethodSource("backends")
  void areTheSameWhoeverComputesWhichShard(Backend backend) {
    LanguageModel model = model(backend, Cell.LSTM);
    TrainingStep step = step(7, 2);
    Parameters gradients = model.weights().zerosLike();
    Parameters states = states(model);
    double loss = shards(model, 7, 2, DROPOUT).lossAndGradients(step, gradients, states);

    for (int machines = 1; machines <= 5; machines++) {
      Parameters carried = states(model);
      TreeSum<float[]> sum = new TreeSum<>((a, b) -> sum(List.of(a, b)));
      TreeSum<Double> losses = new TreeSum<>(Double::sum);
      for (int machine = 0; machine < machines; machine++) {
        shards(model, 7, 2, DROPOUT)
            .sums(
                step,
                machine * step.shards() / machines,
                (machine + 1) * step.shards() / machines,
                model.weights().zerosLike(),
                carried)
            .forEach(
                node -> {
                  float[] numbers = numbers(node.sum().gradients());
                  sum.add(new TreeSum.Node<>(node.first(), node.parts(), numbers));
                  losses.add(new TreeSum.Node<>(node.first(), node.parts(), node.sum().loss()));
                });
      }
      assertThat(sum.total()).as("%d machines", machines).isEqualTo(numbers(gradients));
      assertThat(losses.total()).isEqualTo(loss);
      assertThat(numbers(carried)).isEqualTo(numbers(states)).isNotEqualTo(numbers(states(model)));
    }
  }

  /** A sequence is dropped the same numbers in any shard, so only roundings differ. */
  @ParameterizedTest
  @MethodSource("backends")
  void differFromThoseOfTheWholeBatchByRoundingsAlone(Backend backend) {
    LanguageModel model = model(backend, Cell.GRU);
    Parameters whole = model.weights().zerosLike();
    shards(model, 7, 7, DROPOUT).lossAndGradients(step(7, 7), whole, states(model));
    Parameters parts = model.weights().zerosLike();
    shards(model, 7, 2, DROPOUT).lossAndGradients(step(7, 2), parts, states(model));
    float[] expected = numbers(whole);
    float[] found = numbers(parts);
    assertThat(found).isNotEqualTo(expected);
    IntStream.range(0, found.length)
        .forEach(i -> assertThat(found[i]).isCloseTo(expected[i], within(1e-6f)));
  }

  private LanguageModel model(Backend backend, Cell cell) {
    LanguageModel model = new LanguageModel(backend, new ModelShape(cell, 2, 9, 13, 5, false));
    model.initialize(Initialization.UNIFORM, 1, 1, RandomStream.named(2, "init"));
    return model;
  }

  private ShardGradients shards(LanguageModel model, int batch, int shardSize, Dropout dropout) {
    Windows windows = TinyCorpus.prepare(directory, STEPS).windows(batch);
    return new ShardGradients(
        model,
        new TrainingPlan(
            new Split(windows, windows, windows),
            new WindowBatches(windows, new WindowOrder(batch, batch, 8, true), batch),
            shardSize,
            1,
            dropout,
            0,
            0,
            1));
  }

  private static TrainingStep step(int rows, int shardSize) {
    RandomStream random = RandomStream.named(7, "windows");
    int[][] windows = new int[rows][STEPS + 1];
    for (int[] window : windows) {
      Arrays.setAll(window, t -> (int) (random.nextDouble() * 13));
    }
    return new TrainingStep(5, windows, rows, STEPS, shardSize);
  }

  private static Parameters states(LanguageModel model) {
    Parameters states = model.states(7);
    RandomStream random = RandomStream.named(7, "states");
    for (ParameterShape shape : states.shapes()) {
      float[] values = new float[shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      states.write(shape, values);
    }
    return states;
  }

  /** Returns the numbers of all parameters, one after the other. */
  private static float[] numbers(Parameters parameters) {
    float[] all = new float[(int) parameters.count()];
    int from = 0;
    for (ParameterShape shape : parameters.shapes()) {
      System.arraycopy(parameters.read(shape), 0, all, from, shape.size());
      from += shape.size();
    }
    return all;
  }
}
