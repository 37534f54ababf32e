package io.github.rnnlab.stage;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.prepare.TextPreparation;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Stage;
import io.github.rnnlab.stage.Fingerprints.Text;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The stages of a run in its directory. An instance holds the directory's lock, decides which
 * stages are up to date, and stages the new files, which replace the former ones all together. It
 * keeps finished runs of other configs. Not safe for use by several threads.
 */
public final class Stages implements AutoCloseable {
  private static final String PREPARED = "prepared/";

  private final ExperimentConfig config;
  private final Workplace workplace;
  private final StagedFiles staged;
  private final RunFiles made;
  private final Fingerprints former;
  private final CorpusReader reader;
  private final KeptRuns kept;

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

  private Stages(
      ExperimentConfig config,
      Workplace workplace,
      UnaryOperator<TextPreparation> how,
      StagedFiles staged) {
    this.config = config;
    this.workplace = workplace;
    this.staged = staged;
    this.made = new RunFiles(staged.root());
    this.reader = new CorpusReader(config, workplace, how);
    this.kept = new KeptRuns(workplace);
    this.former = Fingerprints.read(new RunFiles(workplace.outputDirectory()).fingerprints());
  }

  /**
   * Opens a run directory. It first completes or discards what an interrupted run left.
   *
   * @throws BrokenRunException if another process has it open, or if it is not writable
   */
  public static Stages open(ExperimentConfig config, Workplace workplace) {
    return open(config, workplace, UnaryOperator.identity());
  }

  /**
   * As {@link #open(ExperimentConfig, Workplace)}.
   *
   * @param how returns what prepares a text in the place of the usual preparation, into the same
   *     files
   */
  public static Stages open(
      ExperimentConfig config, Workplace workplace, UnaryOperator<TextPreparation> how) {
    StagedFiles staged = StagedFiles.open(workplace.outputDirectory());
    try {
      return new Stages(config, workplace, how, staged);
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
    commitAlone(preparation, later);
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
      commitAlone(preparation, hashInputs());
    }
  }

  private void commitAlone(Preparation preparation, CompletableFuture<Inputs> later) {
    commit(preparation, preparation.record(), later, Set.of(), Map.of(), Map.of());
  }

  /**
   * Brings back the run of this config that was kept, in place of the present one, which is kept in
   * turn.
   *
   * @param notes receives lines for the log
   * @return whether there was one
   * @throws BrokenRunException if an input has changed; nothing is replaced then
   */
  public boolean bringBack(Preparation preparation, Consumer<String> notes) {
    Fingerprint madeFrom = madeFrom(preparation);
    Stage training = kept.find(madeFrom, notes);
    if (training == null) {
      return false;
    }
    replaceRun(preparation, training, hashInputs(), kept.returning(training), notes);
    Freshness fresh = Freshness.fresh(training.outputs().getOrDefault(RunFiles.REPORT, ""));
    notes.accept(
        config.name()
            + " "
            + fresh.upToDate()
            + ": its run came back from "
            + kept.directory(madeFrom));
    return true;
  }

  /**
   * Records a training run whose files are all written, and lets them replace the former ones. A
   * finished run of another config is kept.
   *
   * @param notes receives lines for the log
   * @throws BrokenRunException if an input has changed; nothing is replaced then
   */
  public void commitTraining(Preparation preparation, Consumer<String> notes) {
    CompletableFuture<Inputs> later = hashInputs();
    Map<String, String> outputs = new TreeMap<>(staged.hashes());
    outputs.keySet().removeIf(name -> name.startsWith(PREPARED) || name.equals(RunFiles.PAGE));
    Stage training = Stage.of(madeFrom(preparation), outputs);
    replaceRun(preparation, training, later, Map.of(), notes);
  }

  private Fingerprint madeFrom(Preparation preparation) {
    return Fingerprint.ofTraining(
        Recipes.of(config), config, workplace, preparation.inputs(), preparation.corpus().sha256());
  }

  private void replaceRun(
      Preparation preparation,
      Stage training,
      CompletableFuture<Inputs> later,
      Map<String, String> returned,
      Consumer<String> notes) {
    Stage before = former.train();
    Stage other = before == null || isSameRun(before, training) ? null : before;
    Map<String, String> keeping = other == null ? Map.of() : kept.keeping(other);
    commit(
        preparation,
        preparation.record().withTraining(training),
        later,
        other == null ? Fingerprints.outputs(before) : kept.leaving(other),
        keeping,
        returned);
    kept.putInOrder(training.madeFrom(), other == null ? null : other.madeFrom(), notes);
  }

  /** Compares hashes: numbers that were read have other types than those of a config. */
  private static boolean isSameRun(Stage before, Stage training) {
    return before.madeFrom().sha256().equals(training.madeFrom().sha256());
  }

  private void commit(
      Preparation preparation,
      Fingerprints record,
      CompletableFuture<Inputs> later,
      Collection<String> ofTraining,
      Map<String, String> keeping,
      Map<String, String> returned) {
    Set<String> replaced = new TreeSet<>(ofTraining);
    if (preparation.isStaged()) {
      replaced.addAll(Fingerprints.outputs(former.prepare()));
    }
    preparation.inputs().requireUnchangedAt(joined(later));
    record.write(made.fingerprints());
    staged.commit(replaced, keeping, returned);
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
