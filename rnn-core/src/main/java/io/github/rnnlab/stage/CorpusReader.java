package io.github.rnnlab.stage;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Corpus;
import io.github.rnnlab.config.ExperimentConfig.Prepare;
import io.github.rnnlab.content.TextEncoding;
import io.github.rnnlab.corpus.Oddities;
import io.github.rnnlab.corpus.PreparedCorpus;
import io.github.rnnlab.corpus.TokenUnit;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.prepare.BytePreparation;
import io.github.rnnlab.prepare.CharPreparation;
import io.github.rnnlab.prepare.KnownVocabulary;
import io.github.rnnlab.prepare.PreparedFiles;
import io.github.rnnlab.prepare.TextPreparation;
import io.github.rnnlab.prepare.WindowsFile;
import io.github.rnnlab.prepare.WordPreparation;
import io.github.rnnlab.record.RunFiles;
import io.github.rnnlab.stage.Fingerprints.Text;
import io.github.rnnlab.text.TextForm;
import io.github.rnnlab.workplace.Workplace;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the text of an experiment, or opens what was prepared of it. */
final class CorpusReader {
  private final ExperimentConfig config;
  private final Workplace workplace;
  private final VocabularySource vocabulary;

  private final UnaryOperator<TextPreparation> how;

  /** Reads the text on this machine. */
  CorpusReader(ExperimentConfig config, Workplace workplace) {
    this(config, workplace, UnaryOperator.identity());
  }

  /** Reads the text with another preparation, which leaves the files of the given one. */
  CorpusReader(ExperimentConfig config, Workplace workplace, UnaryOperator<TextPreparation> how) {
    this.config = config;
    this.workplace = workplace;
    this.how = how;
    this.vocabulary = VocabularySource.of(config, workplace);
  }

  /** Returns a sentence for each kind of characters that the text is hardly meant to have. */
  List<String> oddities(PreparedCorpus corpus) {
    // Those of a vocabulary from elsewhere need not be in the text.
    return vocabulary.key().isEmpty() ? Oddities.of(corpus.vocabulary()) : List.of();
  }

  /** Reads the text and writes the prepared files to a directory. */
  PreparedCorpus read(Path directory) {
    Prepare prepare = config.prepare();
    if (prepare.windowsFile() != null) {
      return WindowsFile.open(
          workplace.configDirectory().resolve(prepare.windowsFile()), prepare.sequenceLength());
    }
    Corpus corpus = corpus();
    return withHash(
        how.apply(preparation(corpus))
            .prepare(CorpusSources.of(corpus, workplace).fetch(directory), directory));
  }

  /** Opens the prepared files of the run directory, which are those of a text. */
  PreparedCorpus reopened(Text text) {
    if (config.prepare().windowsFile() != null) {
      return read(workplace.outputDirectory());
    }
    return withHash(
        preparation(corpus())
            .open(
                new RunFiles(workplace.outputDirectory()).prepared(), text.sha256(), text.bytes()));
  }

  private PreparedCorpus withHash(PreparedCorpus corpus) {
    return config.prepare().vocabularyFile() == null
        ? corpus
        : corpus.withVocabularySha256(corpus.vocabulary().sha256());
  }

  private TextPreparation preparation(Corpus corpus) {
    Prepare prepare = config.prepare();
    TokenUnit unit = TokenUnit.of(prepare.unit()).orElseThrow();
    PreparedFiles files =
        new PreparedFiles(
            unit,
            corpus.effectiveName(),
            prepare.sequenceLength(),
            prepare.stride(),
            prepare.writeWindows());
    Optional<Tokenizer> known = vocabulary.of(unit);
    if (known.isPresent()) {
      return new KnownVocabulary(files, form(corpus), known.get(), vocabulary.key());
    }
    return switch (unit) {
      case CHAR -> new CharPreparation(files, form(corpus));
      case BYTE -> new BytePreparation(files);
      case WORD ->
          new WordPreparation(
              files,
              Objects.requireNonNull(prepare.minimumCount(), "a default for words"),
              Objects.requireNonNull(prepare.vocabularySize(), "a default for words"),
              form(corpus));
    };
  }

  private static TextForm form(Corpus corpus) {
    return new TextForm(new TextEncoding(corpus.encoding()), corpus.lineEnds().equals("lf"));
  }

  private Corpus corpus() {
    return Objects.requireNonNull(config.corpus(), "checked when the config was read");
  }
}
