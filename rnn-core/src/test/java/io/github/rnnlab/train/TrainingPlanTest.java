package io.github.rnnlab.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.model.Dropout;
import io.github.rnnlab.token.Split;
import io.github.rnnlab.token.Windows;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPlanTest {
  @TempDir Path directory;

  @Test
  void countsTheValidationsThatAreToCome() {
    Windows training = TinyCorpus.prepare(directory, 6).windows(4);
    WindowBatches batches = new WindowBatches(training, new WindowOrder(4, 4, 8, true), 2);
    for (int every = 1; every <= 4; every++) {
      for (int epochs = 1; epochs <= 9; epochs++) {
        TrainingPlan plan =
            new TrainingPlan(
                new Split(training, training, training),
                batches,
                2,
                epochs,
                Dropout.NONE,
                0,
                0,
                every);
        for (int done = 0; done <= epochs; done++) {
          assertThat(plan.validationsAfter(done))
              .as("every %d of %d epochs, after %d", every, epochs, done)
              .isEqualTo(
                  IntStream.rangeClosed(done + 1, epochs).filter(plan::validatesAfter).count());
        }
      }
    }
  }
}
