package io.github.rnnlab.stage;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.config.ExperimentConfig.Prepare;
import io.github.rnnlab.corpus.CharPreparation;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.WindowsFile;
import io.github.rnnlab.file.StagedFiles;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.stage.Fingerprints.Text;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run in its directory, for one process at a time: which of them are up to date,
 * and the files of those that run, which replace the former ones all together.
 */
public final class Stages implements AutoCloseable {
  private static final String PREPARED = "prepared/";

  private final ExperimentConfig config;
  private final Workplace workplace;
  private final StagedFiles staged;
  private final RunFiles made;
  private final Set<String> replaced = new TreeSet<>();
  private @Nullable Inputs inputs;
  private Fingerprints recorded;
  private boolean isCommitted = true;

  private Stages(ExperimentConfig config, Workplace workplace, StagedFiles staged) {
    this.config = config;
    this.workplace = workplace;
    this.staged = staged;
    this.made = new RunFiles(staged.root());
    this.recorded = Fingerprints.read(new RunFiles(workplace.outputDirectory()).fingerprints());
  }

  /**
   * Opens the run directory, and finishes or discards what an interrupted run left.
   *
   * @throws BrokenRunException if another process has it open, or if it cannot be written to
   */
  public static Stages open(ExperimentConfig config, Workplace workplace) {
    StagedFiles staged = StagedFiles.open(workplace.outputDirectory());
    try {
      return new Stages(config, workplace, staged);
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  /** Returns where the files of a run are to be written. */
  public RunFiles made() {
    return made;
  }

  /**
   * Returns the prepared corpus: the recorded one if it is up to date, else a new one, which
   * replaces the former only together with the run that belongs to it.
   *
   * @param force whether to prepare anew in any case
   * @throws BrokenRunException if the corpus changed while it was read
   */
  public PreparedCorpus prepared(boolean force) {
    Text text = recorded.corpus();
    if (!force
        && text != null
        && UpToDate.ofPreparation(recorded, config, workplace, inputs()).isFresh()) {
      return reopened(text);
    }
    PreparedCorpus corpus = prepare(made.prepared());
    if (inputs == null) {
      String file = Objects.requireNonNull(corpus().file(), "other texts are hashed first");
      inputs = Inputs.ofRead(file, corpus, config, workplace);
    }
    inputs.requireRead(corpus);
    CompletableFuture<Inputs> later = hashInputs();
    replaced.addAll(Fingerprints.outputs(recorded.prepare()));
    recorded =
        recorded.withPreparation(
            Stage.of(Fingerprint.ofPreparation(config, workplace, inputs()), staged.hashes()),
            new Text(corpus.sha256(), corpus.bytes()));
    isCommitted = false;
    if (recorded.train() == null) {
      commit(later); // There is no finished run that it would have to fit.
    }
    return corpus;
  }

  /** Decides whether what was trained is still up to date. */
  public Freshness training() {
    return UpToDate.ofTraining(recorded, config, workplace, inputs());
  }

  /** Records that all files of a training run are written, and lets them replace the former. */
  public void commitTraining(PreparedCorpus corpus) {
    CompletableFuture<Inputs> later = hashInputs();
    Map<String, String> outputs = new TreeMap<>(staged.hashes());
    outputs.keySet().removeIf(name -> name.startsWith(PREPARED));
    replaced.addAll(Fingerprints.outputs(recorded.train()));
    Fingerprint madeFrom = Fingerprint.ofTraining(config, workplace, inputs(), corpus.sha256());
    recorded = recorded.withTraining(Stage.of(madeFrom, outputs));
    isCommitted = false;
    commit(later);
  }

  /**
   * Lets what was made since the last time replace the former files, if there is anything.
   *
   * @throws BrokenRunException if an input is no longer what it was; nothing is replaced then
   */
  public void commit() {
    if (!isCommitted) {
      commit(hashInputs());
    }
  }

  private void commit(CompletableFuture<Inputs> later) {
    inputs().requireUnchangedAt(joined(later));
    recorded.write(made.fingerprints());
    staged.commit(replaced);
    replaced.clear();
    isCommitted = true;
  }

  @Override
  public void close() {
    staged.close();
  }

  /** The inputs as they were before the first stage ran, or as it has read them. */
  private Inputs inputs() {
    if (inputs == null) {
      inputs = Inputs.of(config, workplace);
    }
    return inputs;
  }

  /** Begins to hash the inputs as they are now, beside the hashing of the outputs. */
  private CompletableFuture<Inputs> hashInputs() {
    return CompletableFuture.supplyAsync(() -> Inputs.of(config, workplace));
  }

  private static Inputs joined(CompletableFuture<Inputs> hashing) {
    try {
      return hashing.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private PreparedCorpus prepare(Path directory) {
    Prepare prepare = config.prepare();
    if (config.corpus() == null || config.corpus().file() == null) {
      inputs(); // Of a file alone, what is read is hashed on the way.
    }
    if (prepare.windowsFile() != null) {
      return WindowsFile.open(
          workplace.configDirectory().resolve(prepare.windowsFile()), prepare.sequenceLength());
    }
    Corpus corpus = corpus();
    return preparation(corpus)
        .prepare(CorpusSources.of(corpus, workplace).fetch(directory), directory);
  }

  private PreparedCorpus reopened(Text text) {
    if (config.prepare().windowsFile() != null) {
      return prepare(made.prepared());
    }
    return preparation(corpus())
        .open(new RunFiles(workplace.outputDirectory()).prepared(), text.sha256(), text.bytes());
  }

  private CharPreparation preparation(Corpus corpus) {
    Prepare prepare = config.prepare();
    return new CharPreparation(
        corpus.effectiveName(), prepare.sequenceLength(), prepare.stride(), prepare.writeWindows());
  }

  private Corpus corpus() {
    return Objects.requireNonNull(config.corpus(), "checked when the config was read");
  }
}
