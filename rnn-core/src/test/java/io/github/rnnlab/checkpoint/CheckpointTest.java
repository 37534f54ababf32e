package io.github.rnnlab.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.course.Course;
import io.github.rnnlab.course.EarlyText;
import io.github.rnnlab.course.GradientNorms;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import io.github.rnnlab.train.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CheckpointTest {
  private static final Tensor WHY = new Tensor(List.of(2), new float[] {1, -0.0f});
  private static final Map<String, Tensor> TENSORS = Map.of("Why", WHY);

  @TempDir Path directory;

  /** So many that their JSON is more than the header of a .safetensors file may hold. */
  @Test
  void isReadAgainAfterHundredsOfThousandsOfEpochs() {
    Checkpoint checkpoint = checkpoint(400_000);
    Path file = directory.resolve("long.safetensors");
    checkpoint.write(file);
    assertThat(Checkpoint.runOf(file)).isEqualTo(checkpoint.run());
    assertThat(Checkpoint.read(file)).isEqualTo(checkpoint);
  }

  @Test
  void keepsEveryBitOfEveryLoss() {
    List<EpochRecord> epochs =
        List.of(
            EpochRecord.of(1, Double.MIN_VALUE, Math.nextUp(1.5), null, "01".repeat(32)),
            EpochRecord.of(2, -0.0, null, null, "ff".repeat(32)),
            EpochRecord.of(3, Math.PI, 1e300, Math.nextDown(2.5), "a0".repeat(32)));
    Checkpoint checkpoint = checkpoint(0).withEpochs(epochs);
    Path file = directory.resolve("bits.safetensors");
    checkpoint.write(file);
    assertThat(Checkpoint.read(file)).isEqualTo(checkpoint);
  }

  /** Earlier versions wrote the epochs into the state, and did not record the course. */
  @Test
  void readsTheEpochsOfAnEarlierVersion() {
    Checkpoint checkpoint = checkpoint(3);
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put("run", checkpoint.run());
    metadata.put("state", Json.line(checkpoint.state()));
    StringBuilder hashed = new StringBuilder();
    metadata.forEach((key, value) -> hashed.append(key).append('\n').append(value).append('\n'));
    var digest = Sha256.digest();
    digest.update(hashed.append("Why[2]\n").toString().getBytes(StandardCharsets.UTF_8));
    Sha256.update(digest, WHY.values());
    metadata.put("sha256", Sha256.hex(digest));
    Path file = directory.resolve("former.safetensors");
    new Safetensors(TENSORS, metadata).write(file);
    assertThat(Checkpoint.read(file))
        .isEqualTo(
            new Checkpoint(checkpoint.run(), checkpoint.state(), List.of(), Course.START, TENSORS));
  }

  private static Checkpoint checkpoint(int epochs) {
    return new Checkpoint(
        "ab".repeat(32),
        new Checkpoint.State(
            new Position(epochs + 1, 3, 12.5),
            new DigestChain.State(epochs * 9L + 3, 4.5, "00".repeat(32), List.of()),
            IntStream.rangeClosed(1, epochs)
                .mapToObj(
                    epoch ->
                        EpochRecord.of(
                            epoch, 1.0 / epoch, 2.0 / epoch, null, "0123456789abcdef".repeat(4)))
                .toList(),
            61.5),
        List.of(),
        new Course(
            List.of(new GradientNorms(3, 1.0 / 3, 0.25)),
            new GradientNorms(1, 0.1, 0.1),
            List.of(new EarlyText(9, 1, "so \u2028\ud83d\ude00\n"))),
        TENSORS);
  }
}
