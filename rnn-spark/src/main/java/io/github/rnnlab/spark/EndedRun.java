package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * What a task brings back.
 *
 * @param outcome as one line
 * @param told all that the run told in this attempt, or the end of it
 * @param files the files of the run, zipped
 */
record EndedRun(String outcome, Told.Part told, byte[] files) implements Serializable {
  /** Zips the files of a run, but for those that only a run that goes on needs. */
  static byte[] zipped(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return new byte[0];
    }
    RunFiles files = new RunFiles(run);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> all = Files.walk(run)) {
      List<Path> sent =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.startsWith(files.checkpoints()))
              .filter(file -> !file.startsWith(files.live()))
              .filter(file -> !run.relativize(file).toString().startsWith("."))
              .sorted()
              .toList();
      for (Path file : sent) {
        zip.putNextEntry(new ZipEntry(run.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Writes the files into the directory of the run, all together or not at all.
   *
   * @throws BrokenRunException if that is not possible
   */
  void writeTo(Path run) {
    if (files.length == 0) {
      return;
    }
    try (StagedFiles staged = StagedFiles.open(run);
        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(files))) {
      Fingerprints former = Fingerprints.read(new RunFiles(run).fingerprints());
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = staged.root().resolve(entry.getName()).normalize();
        if (!file.startsWith(staged.root())) {
          throw new IOException("the name " + entry.getName() + " leads out of it");
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
      List<String> formerNames = new ArrayList<>(Fingerprints.outputs(former.prepare()));
      formerNames.addAll(Fingerprints.outputs(former.train()));
      staged.commit(formerNames);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException(
          "Cannot write "
              + run
              + " ("
              + e
              + "); free space on the disk or make the directory writable.",
          e);
    }
  }
}
