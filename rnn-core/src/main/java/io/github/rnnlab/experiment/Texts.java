package io.github.rnnlab.experiment;

import io.github.rnnlab.config.ExperimentConfig;
import io.github.rnnlab.config.ExperimentConfig.Generation;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.course.EarlyText;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.sample.Sampling;
import io.github.rnnlab.sample.TextModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The texts that a model writes as the {@code generation} of a config says. */
final class Texts {
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  /** How much of a text is enough to see how training goes. */
  private static final int START_LENGTH = 200;

  private final ExperimentConfig config;
  private final Generation generation;
  private final Tokenizer tokenizer;
  private final TextModel model;

  Texts(ExperimentConfig config, LanguageModel model, Tokenizer tokenizer) {
    this.config = config;
    this.generation = config.generation();
    this.tokenizer = tokenizer;
    this.model = new TextModel(model, tokenizer);
  }

  /** Returns the first text, in UTF-8, or the bytes of a model of bytes. */
  byte[] first() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    write(
        generation.prompt(),
        sampling(generation.temperature(), generation.beams(), 1),
        text::writeBytes);
    return text.toByteArray();
  }

  /** Returns the start of the first text. */
  String start() {
    return model.generate(
        generation.prompt(),
        Math.min(generation.length(), START_LENGTH),
        sampling(generation.temperature(), generation.beams(), 1),
        seed());
  }

  /**
   * Hands over the configured number of texts, piece by piece. A line precedes each of several.
   *
   * @param prompt what the model reads first, instead of the configured prompt
   * @param former how many texts of the same seed were written before
   */
  void write(String prompt, long former, Consumer<byte[]> pieces) {
    TextModel.requireReadable(prompt, tokenizer);
    int samples = generation.samples();
    for (int sample = 1; sample <= samples; sample++) {
      if (samples > 1) {
        String line = (sample > 1 ? "\n" : "") + "--- " + sample + " of " + samples + " ---\n";
        pieces.accept(line.getBytes(StandardCharsets.UTF_8));
      }
      int number = Math.toIntExact(former + sample);
      write(prompt, sampling(generation.temperature(), generation.beams(), number), pieces);
    }
  }

  /** Returns the texts of all temperatures, which are drawn, as a page of Markdown. */
  String page() {
    StringBuilder page = new StringBuilder(title(config.name()));
    List<Double> temperatures =
        Objects.requireNonNullElse(generation.temperatures(), List.of(generation.temperature()));
    for (double temperature : temperatures) {
      for (int sample = 1; sample <= generation.samples(); sample++) {
        String heading = "Temperature " + Json.line(temperature);
        if (generation.samples() > 1) {
          heading += ", text " + sample + " of " + generation.samples();
        }
        String text =
            model.generate(
                generation.prompt(),
                generation.length(),
                sampling(temperature, null, sample),
                seed());
        append(page, heading, text);
      }
    }
    return page.toString();
  }

  /** Returns what the model of an experiment wrote during its training, as a page of Markdown. */
  static String page(String name, List<EarlyText> texts) {
    StringBuilder page = new StringBuilder(title(name));
    for (EarlyText text : texts) {
      append(
          page,
          String.format(Locale.ROOT, "After step %,d (epoch %,d)", text.step(), text.epoch()),
          text.text());
    }
    return page.toString();
  }

  private static String title(String name) {
    return "# Texts of " + name + "\n";
  }

  private static void append(StringBuilder page, String heading, String text) {
    String fence = fence(text);
    page.append("\n## ").append(heading).append("\n\n").append(fence).append("text\n");
    page.append(text).append("\n").append(fence).append("\n");
  }

  /** Returns more backticks than stand anywhere in a text. */
  private static String fence(CharSequence text) {
    int most =
        BACKTICKS
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .mapToInt(String::length)
            .max()
            .orElse(0);
    return "`".repeat(Math.max(3, most + 1));
  }

  private Sampling sampling(double temperature, @Nullable Integer beams, int number) {
    List<String> stop = Objects.requireNonNullElse(generation.stop(), List.of());
    // Beams draw nothing, so every text of theirs is the first.
    int stream = beams == null ? number : 1;
    return new Sampling(temperature, generation.topK(), generation.topP(), beams, stop, stream);
  }

  private void write(String prompt, Sampling sampling, Consumer<byte[]> pieces) {
    model.generateBytes(prompt, generation.length(), sampling, seed(), pieces);
  }

  private long seed() {
    return Objects.requireNonNullElse(generation.seed(), config.seed());
  }
}
