package io.github.rnnlab.checkpoint;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.chain.DigestChain;
import io.github.rnnlab.course.Course;
import io.github.rnnlab.course.EarlyText;
import io.github.rnnlab.file.Json;
import io.github.rnnlab.file.Sha256;
import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.optimizer.Optimizer;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.record.EpochRecord;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import io.github.rnnlab.train.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The complete state from which a run resumes as if it had never stopped: weights, the state of the
 * optimizer, the states of a stream and the record so far.
 *
 * <p>The file is a .safetensors file. It holds the weights under their names, the state of the
 * optimizer as, for instance, {@code first/<name>} and {@code second/<name>}, the states of a
 * stream as {@code state/<name>}, the weights of the best epoch, if they are kept, as {@code
 * best/<name>}, the epochs as {@link EpochRows}, the norms of the gradients as {@link CourseRows},
 * and losses at intervals of steps, if there are any, as {@link StepLossRows}. The rest is JSON in
 * the metadata, whose size does not grow with the run; doubles have all digits that they need.
 * There is no state of a random stream; see {@link Position}.
 *
 * @param run the fingerprint of the run
 * @param state the position and the record of the run
 * @param stepLosses the validation losses at intervals of steps so far
 * @param course the course of the run so far
 * @param tensors the weights and the state of the optimizer
 */
public record Checkpoint(
    String run, State state, List<Double> stepLosses, Course course, Map<String, Tensor> tensors) {
  private static final String RUN = "run";
  private static final String STATE = "state";
  private static final String SHA256 = "sha256";
  private static final String DIVIDER = "/";
  private static final String STATES = "state" + DIVIDER;
  private static final String BEST = "best" + DIVIDER;
  private static final String EPOCHS = "epochs";
  private static final String STEP_LOSSES = "stepLosses";
  private static final String GRADIENTS = "gradients";
  private static final String TEXTS = "texts";

  /** Copies the losses. */
  public Checkpoint {
    stepLosses = List.copyOf(stepLosses);
  }

  /**
   * The position and the record of a run.
   *
   * @param position the position of training
   * @param chain the chain over the steps so far
   * @param epochs the finished epochs
   * @param seconds the training time so far, in all processes of the run
   */
  public record State(
      Position position, DigestChain.State chain, List<EpochRecord> epochs, double seconds) {
    /** Refuses null and copies the epochs. */
    public State {
      Objects.requireNonNull(position, "position");
      Objects.requireNonNull(chain, "chain");
      epochs = List.copyOf(Objects.requireNonNull(epochs, "epochs"));
    }

    private State withEpochs(List<EpochRecord> epochs) {
      return new State(position, chain, epochs, seconds);
    }
  }

  /** The texts of a course as JSON. */
  private record Texts(List<EarlyText> texts) {}

  /**
   * Copies the tensors of a model and its optimizer.
   *
   * @param states those that a stream carries; null without a stream
   * @param best the weights of the best epoch, if they are kept
   */
  public static Map<String, Tensor> tensors(
      LanguageModel model,
      Optimizer optimizer,
      @Nullable Parameters states,
      Map<String, Tensor> best) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(model.weights().tensors());
    optimizer
        .state()
        .forEach(
            (part, numbers) ->
                numbers
                    .tensors()
                    .forEach((name, tensor) -> tensors.put(part + DIVIDER + name, tensor)));
    if (states != null) {
      states.tensors().forEach((name, state) -> tensors.put(STATES + name, state));
    }
    best.forEach((name, weights) -> tensors.put(BEST + name, weights));
    return tensors;
  }

  /** Returns the weights of the best epoch by name; none if they are not kept. */
  public Map<String, Tensor> bestWeights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(BEST)) {
            weights.put(name.substring(BEST.length()), tensor);
          }
        });
    return weights;
  }

  /** Returns a copy with other epochs. */
  public Checkpoint withEpochs(List<EpochRecord> epochs) {
    return new Checkpoint(run, state.withEpochs(epochs), stepLosses, course, tensors);
  }

  /** Returns the optimizer steps of the run so far. */
  public long step() {
    return state.chain().step();
  }

  /** Writes the file atomically. */
  public void write(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put(RUN, run);
    metadata.put(STATE, Json.line(state.withEpochs(List.of())));
    metadata.put(TEXTS, Json.line(new Texts(course.texts())));
    Map<String, Tensor> content = new LinkedHashMap<>(tensors);
    content.put(EPOCHS, EpochRows.of(state.epochs()));
    content.put(GRADIENTS, CourseRows.of(course));
    if (!stepLosses.isEmpty()) {
      content.put(STEP_LOSSES, StepLossRows.of(stepLosses));
    }
    metadata.put(SHA256, sha256(metadata, content));
    new Safetensors(content, metadata).write(file);
  }

  /**
   * Returns the fingerprint of the run that a file belongs to.
   *
   * @throws InvalidInputException if its header is damaged
   */
  public static String runOf(Path file) {
    return Objects.requireNonNullElse(Safetensors.readMetadata(file).get(RUN), "");
  }

  /**
   * Reads a file and checks its digest.
   *
   * @throws InvalidInputException if the file is damaged anywhere
   */
  public static Checkpoint read(Path file) {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    String written = String.valueOf(metadata.remove(SHA256));
    String found = sha256(metadata, content.tensors());
    if (!written.equals(found)) {
      throw damaged(file, "content with the SHA-256 " + found, written);
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
    Tensor epochs = tensors.remove(EPOCHS);
    if (epochs != null && !EpochRows.fits(epochs)) {
      throw damaged(file, "epochs of shape " + epochs.shape(), "a row for each epoch");
    }
    Tensor stepLosses = tensors.remove(STEP_LOSSES);
    if (stepLosses != null && !StepLossRows.fits(stepLosses)) {
      throw damaged(file, "losses of shape " + stepLosses.shape(), "a row for each loss");
    }
    Tensor gradients = tensors.remove(GRADIENTS);
    if (gradients != null && !CourseRows.fits(gradients)) {
      throw damaged(file, "norms of shape " + gradients.shape(), "a row for each stretch");
    }
    try {
      State state = Json.read(metadata.getOrDefault(STATE, ""), State.class);
      Texts texts = Json.read(metadata.getOrDefault(TEXTS, "{\"texts\":[]}"), Texts.class);
      // Without a tensor, the file is of an earlier version, which had the epochs in the state and
      // did not record the course.
      return new Checkpoint(
          metadata.getOrDefault(RUN, ""),
          epochs == null ? state : state.withEpochs(EpochRows.read(epochs)),
          stepLosses == null ? List.of() : StepLossRows.read(stepLosses),
          gradients == null
              ? Course.unrecorded(state.chain().links().size())
              : CourseRows.read(gradients, texts.texts()),
          tensors);
    } catch (JacksonException e) {
      throw damaged(file, e.getOriginalMessage(), "the state of a run");
    }
  }

  /** Returns the SHA-256 of each parameter, as a link of the chain states it. */
  public Map<String, String> weightsSha256() {
    Map<String, String> hashes = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (!name.contains(DIVIDER)) {
            MessageDigest digest = Sha256.digest();
            Sha256.update(digest, tensor.values());
            hashes.put(name, Sha256.hex(digest));
          }
        });
    return hashes;
  }

  /** Returns whether this checkpoint has all tensors of a model, its optimizer and its stream. */
  public boolean fits(LanguageModel model, Optimizer optimizer, @Nullable Parameters states) {
    return fits("", model.weights())
        && optimizer.state().entrySet().stream()
            .allMatch(part -> fits(part.getKey() + DIVIDER, part.getValue()))
        && (states == null || fits(STATES, states));
  }

  private boolean fits(String prefix, Parameters target) {
    return target.shapes().stream()
        .allMatch(
            shape -> {
              Tensor tensor = tensors.get(prefix + shape.name());
              return tensor != null && tensor.shape().equals(shape.dimensions());
            });
  }

  /** Sets a model, its optimizer and its stream, which it {@link #fits}, to this state. */
  public void restore(LanguageModel model, Optimizer optimizer, @Nullable Parameters states) {
    restore("", model.weights());
    optimizer.state().forEach((part, numbers) -> restore(part + DIVIDER, numbers));
    if (states != null) {
      restore(STATES, states);
    }
    optimizer.continueFrom(step());
  }

  private void restore(String prefix, Parameters target) {
    for (ParameterShape shape : target.shapes()) {
      Tensor tensor = Objects.requireNonNull(tensors.get(prefix + shape.name()), shape.name());
      target.write(shape, tensor.values());
    }
  }

  private static String sha256(Map<String, String> metadata, Map<String, Tensor> tensors) {
    MessageDigest digest = Sha256.digest();
    metadata.forEach((key, value) -> digest.update(bytes(key + "\n" + value + "\n")));
    tensors.forEach(
        (name, tensor) -> {
          digest.update(bytes(name + tensor.shape() + "\n"));
          Sha256.update(digest, tensor.values());
        });
    return Sha256.hex(digest);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InvalidInputException damaged(Path file, String found, String expected) {
    return new InvalidInputException(
        file.toString(), found, expected, "The checkpoint is damaged: remove it.");
  }
}
