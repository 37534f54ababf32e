package io.github.rnnlab.sample;

import static java.util.stream.Collectors.joining;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.corpus.Tokenizer;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.random.RandomStream;
import io.github.rnnlab.tensor.Backends;
import io.github.rnnlab.tensor.Device;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A trained model that generates text:
 *
 * <pre>{@code
 * TextModel model = TextModel.load(Path.of("model.safetensors"));
 * String text = model.generate("ROMEO:\n", 200, 0.8, 42);
 * }</pre>
 *
 * <p>Any number of threads may generate with one model at once. The same model, prompt, length,
 * {@link Sampling} and seed give the same text on every machine and exact backend. {@code mvn
 * rnn:generate} writes this text, too.
 */
public final class TextModel {
  private final LanguageModel model;
  private final Tokenizer tokenizer;

  /** Generates with a model, whose weights nobody may change meanwhile. */
  public TextModel(LanguageModel model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads a model that a run has left, such as {@code model.safetensors}. It computes on the scalar
   * backend, which every JVM has.
   *
   * @throws InvalidInputException if the file is missing, damaged or no model
   */
  public static TextModel load(Path file) {
    return load(file, "scalar");
  }

  /**
   * Loads a model onto a backend, for long texts of large models: {@code vector} takes a JVM that
   * was started with {@code --add-modules jdk.incubator.vector}.
   *
   * @param backend {@code vector}, {@code scalar} or {@code auto}, as {@code backend.name} of a
   *     config
   * @throws InvalidInputException if the file is missing, damaged or no model, or if the backend
   *     cannot run in this JVM
   */
  public static TextModel load(Path file, String backend) {
    ModelFile.LoadedModel loaded = ModelFile.read(file, Backends.open(backend, Device.CPU, 1));
    return new TextModel(loaded.model(), loaded.vocabulary());
  }

  /**
   * Loads a model from the class path, onto the scalar backend.
   *
   * @param name of the resource, as {@link Class#getResourceAsStream} takes it
   * @param near a class beside which, or from whose class path, the resource is found
   * @throws InvalidInputException if the resource is missing, damaged or no model
   * @throws BrokenRunException if it cannot be copied to a temporary file
   */
  public static TextModel loadResource(String name, Class<?> near) {
    try (InputStream resource = near.getResourceAsStream(name)) {
      if (resource == null) {
        throw new InvalidInputException(
            name,
            "no such resource near " + near.getName(),
            "a model on the class path",
            "Begin the name with / for the root of the class path.");
      }
      Path file = Files.createTempFile("model", ".safetensors");
      try {
        Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        return load(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new BrokenRunException(
          "Cannot copy " + name + " to a temporary file (" + e + "); make room for it.", e);
    }
  }

  /**
   * Continues a prompt.
   *
   * @param prompt what the model reads first. A line feed asks for a fresh start; if the model
   *     knows none, a space or else its first token replaces it
   * @param length how many tokens to write after it
   * @param temperature divides the logits: below 1 the likelier tokens gain, above 1 the others; 0
   *     always takes the likeliest
   * @param seed seeds the random stream; another seed gives another text
   * @return the prompt and what follows it
   * @throws InvalidInputException if the prompt is empty or has a token that the model does not
   *     know
   * @throws IllegalArgumentException if the length or the temperature is negative
   */
  public String generate(String prompt, int length, double temperature, long seed) {
    return generate(prompt, length, Sampling.at(temperature), seed);
  }

  /**
   * Continues a prompt, as {@link #generate(String, int, double, long)} does, with more options.
   *
   * @param sampling how to choose the characters, and where to end
   */
  public String generate(String prompt, int length, Sampling sampling, long seed) {
    StringBuilder text = new StringBuilder();
    generate(prompt, length, sampling, seed, text::append);
    return text.toString();
  }

  /**
   * Continues a prompt, as {@link #generate(String, int, Sampling, long)} does, and hands the text
   * over piece by piece while it is written.
   *
   * @param pieces receives the prompt and then each character, on this thread. A character that may
   *     begin a stop string comes once that is decided; of a beam search, all come at the end
   */
  public void generate(
      String prompt, int length, Sampling sampling, long seed, Consumer<String> pieces) {
    write(prompt, length, sampling, seed, tokenizer.decoder(), sampling.stop(), pieces);
  }

  /**
   * Continues a prompt, as {@link #generate(String, int, Sampling, long, Consumer)} does, in bytes.
   *
   * @param pieces receives the text in UTF-8; from a model of bytes, its bytes, which may be no
   *     text
   */
  public void generateBytes(
      String prompt, int length, Sampling sampling, long seed, Consumer<byte[]> pieces) {
    Charset charset = tokenizer.charset();
    List<String> stop =
        sampling.stop().stream()
            .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), charset))
            .toList();
    write(
        prompt,
        length,
        sampling,
        seed,
        tokenizer.byteDecoder(),
        stop,
        piece -> pieces.accept(piece.getBytes(charset)));
  }

  private void write(
      String prompt,
      int length,
      Sampling sampling,
      long seed,
      Tokenizer.Decoder decoder,
      List<String> stop,
      Consumer<String> pieces) {
    if (length < 0) {
      throw new IllegalArgumentException("found a length of " + length + ", expected at least 0");
    }
    int[] first = Prompt.ids(prompt, tokenizer);
    pieces.accept(Arrays.stream(first).mapToObj(decoder::read).collect(joining()));
    StopStrings text = new StopStrings(stop, pieces);
    boolean[] stopped = {false};
    new Sampler(model, tokenizer.unknown())
        .continueFrom(
            first,
            length,
            sampling,
            RandomStream.named(seed, sampling.stream()),
            id -> {
              stopped[0] = !text.add(decoder.read(id));
              return !stopped[0];
            });
    if (!stopped[0]) {
      text.add(decoder.end());
    }
    text.finish();
  }

  /**
   * Checks that a prompt can be read.
   *
   * @throws InvalidInputException as {@link #generate(String, int, double, long)} does
   */
  public static void requireReadable(String prompt, Tokenizer tokenizer) {
    var unused = Prompt.ids(prompt, tokenizer);
  }
}
