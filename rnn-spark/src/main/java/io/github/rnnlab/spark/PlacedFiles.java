package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.spark.SentFile.Place;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** Puts the files of a run where a workplace on an executor finds them. */
final class PlacedFiles {
  private PlacedFiles() {}

  /**
   * Returns the driver's own workplace if this machine has the same files at the same paths, or
   * else one in a directory to which the files are brought.
   *
   * @param scratch the directory; empty
   * @throws BrokenRunException if a file is neither here nor sent
   */
  static Workplace at(Workplace driver, List<SentFile> files, Path scratch) throws IOException {
    boolean allHere = true;
    for (SentFile file : files) {
      allHere &= isHere(file);
    }
    if (allHere) {
      return driver;
    }
    Path configs = scratch.resolve("files");
    for (int i = 0; i < mostParents(files); i++) {
      configs = configs.resolve("in");
    }
    Path cache = scratch.resolve("cache");
    Path artifacts = scratch.resolve("artifact");
    Workplace here =
        new Workplace(
            Files.createDirectories(configs),
            driver.outputDirectory(),
            cache,
            driver.offline(),
            null,
            driver.version(),
            driver.gitRevision(),
            driver.keptRuns());
    for (SentFile file : files) {
      Path to =
          switch (file.place()) {
            case CONFIG -> configs.resolve(file.path()).normalize();
            case CACHE -> cache.resolve(file.path());
            case ARTIFACT -> artifacts.resolve(file.path());
          };
      bring(file, to, scratch);
      if (file.place() == Place.ARTIFACT) {
        here = here.withArtifact(to);
      }
    }
    return here;
  }

  private static boolean isHere(SentFile file) throws IOException {
    Path path = Path.of(file.origin());
    return Files.isReadable(path) && Sha256.of(path).equals(file.sha256());
  }

  /** Returns how many directories above the config's the paths reach. */
  private static int mostParents(List<SentFile> files) {
    int most = 0;
    for (SentFile file : files) {
      Path path = Path.of(file.path()).normalize();
      int parents = 0;
      while (parents < path.getNameCount() && path.getName(parents).toString().equals("..")) {
        parents++;
      }
      most = Math.max(most, parents);
    }
    return most;
  }

  private static void bring(SentFile file, Path to, Path scratch) throws IOException {
    if (isHere(file) && to.equals(Path.of(file.origin()))) {
      return;
    }
    Broadcast<byte[]> content = file.content();
    if (content == null || !to.startsWith(scratch)) {
      throw new BrokenRunException(
          file.key()
              + ": the executor has no "
              + file.origin()
              + " with the SHA-256 "
              + file.sha256()
              + ", and it cannot be sent, because "
              + (content == null ? "it has more than 1 GiB" : "the config names it absolutely")
              + ". Put it on a disk that all machines share, under the same path"
              + (content == null ? "." : ", or name it from the directory of the config."));
    }
    Files.createDirectories(to.getParent());
    Files.write(to, content.value());
  }
}
