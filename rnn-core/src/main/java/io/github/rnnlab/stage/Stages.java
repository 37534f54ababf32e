package io.github.rnnlab.stage;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.file.StagedFiles;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.stage.Fingerprints.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The stages of a run in its directory. An instance holds the directory's lock, decides which
 * stages are up to date, and stages the new files, which replace the former ones all together. Not
 * safe for use by several threads.
 */
public final class Stages implements AutoCloseable {
  private static final String PREPARED = "prepared/";

  private final ExperimentConfig config;
  private final Workplace workplace;
  private final StagedFiles staged;
  private final RunFiles made;
  private final Fingerprints former;
  private final CorpusReader reader;

  /**
   * The outcome of preparation.
   *
   * @param corpus the prepared corpus
   * @param inputs the files that the run reads, hashed before or while they were read
   * @param record the record of the run directory, including this preparation
   * @param isStaged whether its files still have to replace the former ones
   */
  public record Preparation(
      PreparedCorpus corpus, Inputs inputs, Fingerprints record, boolean isStaged) {}

  private Stages(ExperimentConfig config, Workplace workplace, StagedFiles staged) {
    this.config = config;
    this.workplace = workplace;
    this.staged = staged;
    this.made = new RunFiles(staged.root());
    this.reader = new CorpusReader(config, workplace);
    this.former = Fingerprints.read(new RunFiles(workplace.outputDirectory()).fingerprints());
  }

  /**
   * Opens a run directory. It first completes or discards what an interrupted run left.
   *
   * @throws BrokenRunException if another process has it open, or if it is not writable
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

  /** Returns where to write the files of a run. */
  public RunFiles made() {
    return made;
  }

  /**
   * Prepares the corpus, or opens the prepared one if it is up to date. If a finished run exists, a
   * new corpus replaces the former one only together with a new run; otherwise it does so at once.
   *
   * @param force whether to prepare even if it is up to date
   * @throws BrokenRunException if the corpus changed while it was read
   */
  public Preparation prepare(boolean force) {
    Text prepared = former.corpus();
    if (!force && prepared != null) {
      Inputs inputs = Inputs.of(config, workplace);
      if (UpToDate.ofPreparation(former, config, workplace, inputs).isFresh()) {
        return new Preparation(reader.reopened(prepared), inputs, former, false);
      }
    }
    String file = config.corpus() == null ? null : config.corpus().file();
    if (file != null) { // What is read of a single file is hashed on the way.
      Inputs beside = Inputs.besideText(config, workplace);
      PreparedCorpus corpus = reader.read(made.prepared());
      Path text = workplace.configDirectory().resolve(file);
      return recorded(corpus, beside.withText(text, corpus));
    }
    Inputs inputs = Inputs.of(config, workplace);
    PreparedCorpus corpus = reader.read(made.prepared());
    inputs.requireRead(corpus);
    return recorded(corpus, inputs);
  }

  private Preparation recorded(PreparedCorpus corpus, Inputs inputs) {
    if (former.train() != null) { // Its files stay with the run that was made from them.
      return new Preparation(corpus, inputs, record(corpus, inputs), true);
    }
    CompletableFuture<Inputs> later = hashInputs();
    Preparation preparation = new Preparation(corpus, inputs, record(corpus, inputs), true);
    commit(preparation, preparation.record(), later, Set.of());
    return new Preparation(corpus, inputs, preparation.record(), false);
  }

  private Fingerprints record(PreparedCorpus corpus, Inputs inputs) {
    return former.withPreparation(
        Stage.of(Fingerprint.ofPreparation(config, workplace, inputs), staged.hashes()),
        new Text(corpus.sha256(), corpus.bytes()));
  }

  /** Returns a sentence for each kind of characters that the text is hardly meant to have. */
  public List<String> oddities(Preparation preparation) {
    return reader.oddities(preparation.corpus());
  }

  /** Decides whether training is up to date. */
  public Freshness training(Preparation preparation) {
    return UpToDate.ofTraining(
        Recipes.of(config), preparation.record(), config, workplace, preparation.inputs());
  }

  /**
   * Lets the files of a preparation replace the former ones, unless they already have.
   *
   * @throws BrokenRunException if an input has changed; nothing is replaced then
   */
  public void commit(Preparation preparation) {
    if (preparation.isStaged()) {
      commit(preparation, preparation.record(), hashInputs(), Set.of());
    }
  }

  /**
   * Records a training run whose files are all written, and lets them replace the former ones.
   *
   * @throws BrokenRunException if an input has changed; nothing is replaced then
   */
  public void commitTraining(Preparation preparation) {
    CompletableFuture<Inputs> later = hashInputs();
    Map<String, String> outputs = new TreeMap<>(staged.hashes());
    outputs.keySet().removeIf(name -> name.startsWith(PREPARED) || name.equals(RunFiles.PAGE));
    Fingerprint madeFrom =
        Fingerprint.ofTraining(
            Recipes.of(config),
            config,
            workplace,
            preparation.inputs(),
            preparation.corpus().sha256());
    commit(
        preparation,
        preparation.record().withTraining(Stage.of(madeFrom, outputs)),
        later,
        Fingerprints.outputs(former.train()));
  }

  private void commit(
      Preparation preparation,
      Fingerprints record,
      CompletableFuture<Inputs> later,
      Set<String> ofTraining) {
    Set<String> replaced = new TreeSet<>(ofTraining);
    if (preparation.isStaged()) {
      replaced.addAll(Fingerprints.outputs(former.prepare()));
    }
    preparation.inputs().requireUnchangedAt(joined(later));
    record.write(made.fingerprints());
    staged.commit(replaced);
  }

  @Override
  public void close() {
    staged.close();
  }

  /** Starts to hash the inputs as they are now, while the outputs are hashed. */
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
}
