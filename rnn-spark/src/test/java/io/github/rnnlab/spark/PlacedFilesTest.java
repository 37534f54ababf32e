package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.spark.SentFile.Place;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

class PlacedFilesTest {
  @TempDir Path directory;
  private Path scratch;
  private Workplace driver;

  @BeforeEach
  void prepare() throws IOException {
    scratch = Files.createDirectories(directory.resolve("scratch"));
    driver =
        Workplace.of(directory.resolve("driver/a/configs"), directory.resolve("out"), "test")
            .withCache(directory.resolve("driver/cache"));
  }

  @Test
  void aSharedDiskIsTakenAsItIs() throws IOException {
    SentFile text = sent("corpus.file", Place.CONFIG, "../text.txt", "shared", null);
    Path shared = Path.of(text.origin());
    Files.createDirectories(shared.getParent());
    Files.writeString(shared, "shared");
    assertThat(PlacedFiles.at(driver, List.of(text), scratch)).isEqualTo(driver);
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void filesThatAreNotHereAreBroughtToWhereTheConfigFindsThem() throws IOException {
    List<SentFile> files =
        List.of(
            sent("corpus.file", Place.CONFIG, "../../text.txt", "a text", "a text"),
            sent("model.initialWeights", Place.CONFIG, "w/start.npz", "weights", "weights"),
            sent("corpus.url", Place.CACHE, "1234", "a download", "a download"),
            sent("corpus.artifact", Place.ARTIFACT, "plays.jar", "a jar", "a jar"));
    Workplace here = PlacedFiles.at(driver, files, scratch);
    assertThat(here.file("corpus.file", "../../text.txt", "a text")).hasContent("a text");
    assertThat(here.file("model.initialWeights", "w/start.npz", "")).hasContent("weights");
    assertThat(here.cacheDirectory().resolve("1234")).hasContent("a download");
    assertThat(here.artifact()).isNotNull().hasFileName("plays.jar").hasContent("a jar");
    assertThat(here.version()).isEqualTo("test");
    assertThat(directory.resolve("driver")).doesNotExist();
  }

  @Test
  void anotherTextUnderTheSharedPathIsNotTaken() throws IOException {
    SentFile text = sent("corpus.file", Place.CONFIG, "text.txt", "new", "new");
    Files.createDirectories(driver.configDirectory());
    Files.writeString(Path.of(text.origin()), "old");
    Workplace here = PlacedFiles.at(driver, List.of(text), scratch);
    assertThat(here.file("corpus.file", "text.txt", "a text")).hasContent("new");
  }

  @Test
  void saysWhyAFileCannotBeSent() {
    String absolute = directory.resolve("elsewhere/text.txt").toString();
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> at(sent("corpus.file", Place.CONFIG, absolute, "a text", "a text")))
        .withMessageContainingAll("corpus.file", absolute, Sha256.of("a text"), "absolutely");
    assertThatExceptionOfType(BrokenRunException.class)
        .isThrownBy(() -> at(sent("corpus.file", Place.CONFIG, "text.txt", "a text", null)))
        .withMessageContainingAll("text.txt", "more than 1 GiB", "a disk that all machines share");
  }

  private void at(SentFile file) throws IOException {
    Workplace unused = PlacedFiles.at(driver, List.of(file), scratch);
  }

  private SentFile sent(
      String key, Place place, String path, String text, @Nullable String content) {
    Path origin = driver.configDirectory().resolve(path).normalize();
    return new SentFile(
        key,
        place,
        path,
        origin.toString(),
        Sha256.of(text),
        content == null ? null : new Bytes(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** A broadcast that is here already. */
  private static final class Bytes extends Broadcast<byte[]> {
    private static final long serialVersionUID = 1;
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      super(0, ClassTag$.MODULE$.apply(byte[].class));
      this.bytes = bytes;
    }

    @Override
    public byte[] getValue() {
      return bytes;
    }

    @Override
    public void doUnpersist(boolean blocking) {}

    @Override
    public void doDestroy(boolean blocking) {}
  }
}
