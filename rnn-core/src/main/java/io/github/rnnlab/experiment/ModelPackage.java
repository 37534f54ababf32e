package io.github.rnnlab.experiment;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.file.AtomicFile;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.record.RunReport;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.trained.TrainedModel;
import io.github.rnnlab.workplace.Workplace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A trained model as one zip, to be published and to generate elsewhere: the weights, {@code
 * vocabulary.json}, {@code report.json}, and {@code package.json}, which lists these files with
 * their hashes.
 *
 * <p>The same run gives the same bytes: entries have a fixed order and time, and are stored as they
 * are, because compressed bytes depend on the JDK.
 */
public final class ModelPackage {
  private static final String INDEX = "package.json";
  private static final String VOCABULARY = "vocabulary.json";

  /** Beside times before February 1980 the JDK states the time zone, too. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** {@code package.json}: the version of this format, and the SHA-256 of each file by its name. */
  record Index(int schema, Map<String, String> files) {
    static final int SCHEMA = 1;

    Index {
      files = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(files, "files")));
    }
  }

  /** Something that can be read several times. */
  @FunctionalInterface
  private interface Content {
    InputStream open() throws IOException;
  }

  private ModelPackage() {}

  /**
   * Packages the model that an experiment generates with: that of the best epoch, if the run keeps
   * it, and that of the first of several seeds.
   *
   * @param workplace the workplace of the experiment; with several seeds, each run has a directory
   *     inside
   * @return the zip, in the directory of the run
   * @throws InvalidInputException if the run is unfinished, edited, or not up to date with config,
   *     corpus and version
   * @throws BrokenRunException if the zip cannot be written
   */
  public static Path write(ExperimentConfig config, Workplace workplace) {
    PlannedRun run = PlannedRun.of(config, workplace.outputDirectory()).get(0);
    Archiver.requireFresh(run, config, workplace.in(run.outputDirectory()));
    RunFiles files = new RunFiles(run.outputDirectory());
    Path model = TrainedModel.of(run.config(), files).file();
    String vocabulary =
        Objects.requireNonNull(Safetensors.readMetadata(model).get("vocabulary"), "vocabulary");
    Map<String, Content> entries = new LinkedHashMap<>();
    entries.put(String.valueOf(model.getFileName()), () -> Files.newInputStream(model));
    entries.put(VOCABULARY, text(vocabulary));
    entries.put(RunFiles.REPORT, () -> Files.newInputStream(files.report()));
    AtomicFile.write(
        files.modelPackage(),
        channel -> {
          Map<String, String> hashes = new TreeMap<>();
          for (Map.Entry<String, Content> entry : entries.entrySet()) {
            try (InputStream in = entry.getValue().open()) {
              hashes.put(entry.getKey(), Sha256.of(in));
            }
          }
          entries.put(INDEX, text(Json.pretty(new Index(Index.SCHEMA, hashes))));
          ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
          for (Map.Entry<String, Content> entry : entries.entrySet()) {
            store(entry.getKey(), entry.getValue(), zip);
          }
          zip.finish();
        });
    return files.modelPackage();
  }

  private static Content text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return () -> new ByteArrayInputStream(bytes);
  }

  private static void store(String name, Content content, ZipOutputStream zip) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(content.open(), crc)) {
      entry.setSize(in.transferTo(OutputStream.nullOutputStream()));
    }
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    try (InputStream in = content.open()) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }

  /**
   * Unpacks a model, so that an {@link Experiment} in the directory generates with it.
   *
   * @param name names the zip in messages
   * @param directory is replaced as a whole
   * @param overrides values that replace those of the config
   * @return the config that the model was trained with, where its report has it
   * @throws InvalidInputException if the zip is no packaged model, is damaged, or an override is
   *     invalid
   * @throws BrokenRunException if the directory cannot be written
   */
  public static ExperimentConfig unpack(
      Path zip, String name, Path directory, Overrides overrides) {
    try (ZipFile open = new ZipFile(zip.toFile())) {
      Index index = index(open, name);
      if (!isIn(directory, index)) {
        unpack(open, index, name, directory);
      }
    } catch (ZipException e) {
      throw damaged(name, zip + ", which is no zip (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      Interruption.rethrow(e);
      throw new BrokenRunException("Cannot read " + zip + " (" + e + "); make it readable.", e);
    }
    return config(RunReport.read(new RunFiles(directory).report()), zip, name, overrides);
  }

  private static boolean isIn(Path directory, Index index) throws IOException {
    for (Map.Entry<String, String> file : index.files().entrySet()) {
      Path unpacked = directory.resolve(file.getKey());
      if (!Files.isRegularFile(unpacked) || !Sha256.of(unpacked).equals(file.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static void unpack(ZipFile zip, Index index, String name, Path directory)
      throws IOException {
    for (Map.Entry<String, String> file : index.files().entrySet()) {
      try (InputStream in = zip.getInputStream(entry(zip, file.getKey(), name))) {
        requireHash(Sha256.of(in), file.getKey(), file.getValue(), name);
      }
    }
    WholeDirectory.replace(
        directory,
        fresh -> {
          for (String file : index.files().keySet()) {
            try (InputStream in = zip.getInputStream(entry(zip, file, name))) {
              Files.copy(in, fresh.resolve(file));
            }
          }
        });
  }

  private static Index index(ZipFile zip, String name) throws IOException {
    try (InputStream in = zip.getInputStream(entry(zip, INDEX, name))) {
      Index index = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Index.class);
      List<String> models =
          List.of(RunFiles.MODEL, RunFiles.BEST_MODEL).stream()
              .filter(index.files()::containsKey)
              .toList();
      Map<String, String> others = new TreeMap<>(index.files());
      others.keySet().removeAll(models);
      if (index.schema() != Index.SCHEMA
          || models.size() != 1
          || !List.copyOf(others.keySet()).equals(List.of(RunFiles.REPORT, VOCABULARY))) {
        throw damaged(
            name, "schema " + index.schema() + " and the files " + index.files().keySet(), null);
      }
      return index;
    } catch (JacksonException e) {
      throw damaged(name, INDEX + ", which is broken (" + e.getOriginalMessage() + ")", e);
    }
  }

  private static ZipEntry entry(ZipFile zip, String file, String name) {
    ZipEntry entry = zip.getEntry(file);
    if (entry == null) {
      throw damaged(name, "no " + file + " in " + zip.getName(), null);
    }
    return entry;
  }

  private static void requireHash(String found, String file, String expected, String name) {
    if (!found.equals(expected)) {
      throw new InvalidInputException(
          name + ": " + file,
          "the SHA-256 " + found,
          expected + ", as " + INDEX + " says",
          "Delete it from the local repository, so that Maven gets it again.");
    }
  }

  private static InvalidInputException damaged(
      String name, String found, @Nullable Exception cause) {
    String expected =
        "schema " + Index.SCHEMA + ": one model, " + VOCABULARY + " and " + RunFiles.REPORT;
    String fix = "Give the coordinates of a zip that rnn:package made with this version.";
    return cause == null
        ? new InvalidInputException(name, found, expected, fix)
        : new InvalidInputException(name, found, expected, fix, cause);
  }

  private static ExperimentConfig config(
      RunReport report, Path zip, String name, Overrides overrides) {
    Map<String, Object> all = new LinkedHashMap<>(report.config());
    // A config needs a text, which generating does not read.
    all.put("corpus", new TreeMap<>(Map.of("file", zip.toString())));
    // There is only one model here, be it the best or the last one.
    Map<String, Object> training = new LinkedHashMap<>();
    if (all.get("training") instanceof Map<?, ?> trained) {
      trained.forEach((key, value) -> training.put(String.valueOf(key), value));
    }
    training.put("keepBest", true);
    all.put("training", training);
    return ExperimentConfigs.parse(Json.line(all), name, overrides);
  }
}
