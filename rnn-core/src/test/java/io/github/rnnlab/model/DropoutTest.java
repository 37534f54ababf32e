package io.github.rnnlab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.Cell;
import io.github.rnnlab.tensor.Matrix;
import io.github.rnnlab.tensor.TestedBackends;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  /** Of a million factors; five standard deviations are 0.0025 of zeros for p = 0.5. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void dropsItsShareAndKeepsTheMean(double p) {
    int each = 1_000;
    float[] factors = new float[each];
    long zeros = 0;
    double sum = 0;
    for (int step = 1; step <= 1_000; step++) {
      new Dropout(5, 0, p, 0).draw(1, p, step, Shard.whole(1), each, factors, each);
      for (float factor : factors) {
        assertThat(factor == 0 || factor == (float) (1 / (1 - p))).isTrue();
        zeros += factor == 0 ? 1 : 0;
        sum += factor;
      }
    }
    double deviation = Math.sqrt(p * (1 - p) / 1e6);
    assertThat(zeros / 1e6).isCloseTo(p, within(4 * deviation));
    assertThat(sum / 1e6).isCloseTo(1, within(4 * deviation / (1 - p)));
  }

  @Test
  void dropsByTheNumberOfItsIndexInTheStreamOfPlaceAndStep() {
    float[] factors = new float[40];
    new Dropout(9, 0, 0.25, 0).draw(3, 0.25, 17, Shard.whole(4), 5, factors, 40);
    RandomStream stream = RandomStream.named(9, "dropout/3/17");
    for (float factor : factors) {
      assertThat(factor).isEqualTo(stream.nextDouble() < 0.25 ? 0 : (float) (1 / 0.75));
    }
    float[] again = new float[60];
    new Dropout(9, 0, 0.25, 0).draw(3, 0.25, 17, Shard.whole(4), 5, again, 60);
    assertThat(again).startsWith(factors);
    for (Dropout other : new Dropout[] {new Dropout(8, 0, 0, 0), new Dropout(9, 0, 0, 0)}) {
      other.draw(other.seed() == 8 ? 3 : 2, 0.25, 17, Shard.whole(4), 5, again, 40);
      assertThat(Arrays.copyOf(again, 40)).isNotEqualTo(factors);
    }
  }

  /** Five times, seven sequences, three numbers. */
  @Test
  void dropsInAShardWhatItsSequencesLoseInTheWholeBatch() {
    float[] whole = new float[5 * 7 * 3];
    Dropout dropout = new Dropout(9, 0, 0, 0);
    dropout.draw(1, 0.5, 4, Shard.whole(7), 3, whole, whole.length);
    for (Shard shard : new Shard[] {new Shard(0, 2, 7), new Shard(2, 4, 7), new Shard(6, 1, 7)}) {
      float[] own = new float[5 * shard.rows() * 3];
      dropout.draw(1, 0.5, 4, shard, 3, own, own.length);
      for (int t = 0; t < 5; t++) {
        int from = (t * 7 + shard.first()) * 3;
        assertThat(Arrays.copyOfRange(own, t * shard.rows() * 3, (t + 1) * shard.rows() * 3))
            .isEqualTo(Arrays.copyOfRange(whole, from, from + shard.rows() * 3));
      }
    }
  }

  /** The same bits on every backend and at every number of threads. */
  @ParameterizedTest
  @MethodSource("backends")
  @Tag(TestedBackends.TAG)
  void hasTheSameFactorsEverywhere(Backend backend) {
    LanguageModel model = new LanguageModel(backend, new ModelShape(Cell.GRU, 2, 33, 5, 17, false));
    Pass pass = model.pass(7, 3, new Dropout(4, 0.2, 0.3, 0.4));
    MessageDigest digest = Sha256.digest();
    for (long step : new long[] {1, 2, 1L << 40}) {
      pass.drop(step, Shard.whole(3));
      for (Signal signal : new Signal[] {pass.below(0), pass.below(1), pass.output()}) {
        Matrix factors = Objects.requireNonNull(signal.drop()).factors();
        float[] numbers = new float[signal.count()];
        backend.read(factors, numbers);
        Sha256.update(digest, numbers);
      }
    }
    assertThat(Sha256.hex(digest))
        .isEqualTo("8756a844da70118c5d07b9cddc4e86f5cc96793d6e4a9d259b0c35c10e217040");
  }

  static Stream<Backend> backends() {
    return TestedBackends.all().map(Supplier::get);
  }

  @Test
  void refusesToDropEverything() {
    for (double p : new double[] {1, -0.1, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(1, 0, p, 0));
    }
  }
}
