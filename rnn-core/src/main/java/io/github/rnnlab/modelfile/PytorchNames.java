package io.github.rnnlab.modelfile;

import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.model.ModelShape;
import io.github.rnnlab.parameter.ParameterShape;
import io.github.rnnlab.parameter.ParameterShape.Purpose;
import io.github.rnnlab.parameter.Parameters;
import io.github.rnnlab.safetensors.Safetensors;
import io.github.rnnlab.safetensors.Safetensors.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that PyTorch gives to the tensors of a module with an {@code nn.RNN}, {@code nn.GRU} or
 * {@code nn.LSTM}, an {@code nn.Linear} and, for some models, an {@code nn.Embedding}. The
 * recurrent layers may stand in a submodule of any name, as in {@code lstm.weight_ih_l0}. The
 * linear layer is named {@code output} or {@code decoder}, as in {@code decoder.weight}, within any
 * submodule, and the embedding {@code embedding} or {@code encoder}.
 */
final class PytorchNames {
  private static final Pattern RECURRENT = Pattern.compile("(?:.*\\.)?((weight|bias)_[ih]h_l\\d+)");
  private static final Pattern LINEAR =
      Pattern.compile("(?:.*\\.)?(?:output|decoder)\\.(weight|bias)");
  private static final Pattern EMBEDDING =
      Pattern.compile("(?:.*\\.)?(?:embedding|encoder)\\.weight");
  private static final String OUTPUT = "output.";

  private PytorchNames() {}

  /**
   * Returns the tensors under the names of a model file. The notebook's model adds both biases of
   * PyTorch. Tied weights, which PyTorch may save under both names, are there once. Tensors of
   * other names keep them.
   *
   * @param where names the file in messages
   * @throws InvalidInputException if two tensors have the same meaning, if tied weights differ, or
   *     if the notebook's model cannot be made of them
   */
  static Safetensors replaced(Safetensors file, ModelShape shape, String where) {
    Map<String, String> meanings = new LinkedHashMap<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (name, tensor) -> {
              String meaning = meaning(name);
              String other = meanings.putIfAbsent(meaning, name);
              if (other != null) {
                throw new InvalidInputException(
                    where,
                    other + " and " + name,
                    "only one tensor " + meaning,
                    "Save one recurrent network and one linear layer, and nothing else.");
              }
              tensors.put(meaning, tensor);
            });
    if (shape.tied() && tensors.containsKey(ModelShape.EMBEDDING)) {
      removeTied(tensors, where);
    }
    Safetensors renamed = new Safetensors(tensors, file.metadata());
    return shape.isNotebook() && tensors.containsKey("weight_ih_l0")
        ? withOneBias(renamed, shape, where)
        : renamed;
  }

  private static String meaning(String name) {
    Matcher recurrent = RECURRENT.matcher(name);
    if (recurrent.matches()) {
      return recurrent.group(1);
    }
    if (EMBEDDING.matcher(name).matches()) {
      return ModelShape.EMBEDDING;
    }
    Matcher linear = LINEAR.matcher(name);
    return linear.matches() ? OUTPUT + linear.group(1) : name;
  }

  /** Removes an output weight that is the embedding again. */
  private static void removeTied(Map<String, Tensor> tensors, String where) {
    Tensor output = tensors.remove(ModelShape.OUTPUT);
    if (output != null && !Arrays.equals(output.values(), embedding(tensors).values())) {
      throw new InvalidInputException(
          where,
          "an output weight that is not the embedding",
          "the same numbers in both, as model.tieWeights says",
          "Remove model.tieWeights, or use weights of a model that ties them.");
    }
  }

  private static Tensor embedding(Map<String, Tensor> tensors) {
    return Objects.requireNonNull(tensors.get(ModelShape.EMBEDDING));
  }

  private static Safetensors withOneBias(Safetensors file, ModelShape shape, String where) {
    int hidden = shape.hidden();
    int vocabulary = shape.vocabulary();
    Parameters.requireFit(
        List.of(
            parameter("weight_ih_l0", Purpose.INPUT, hidden, vocabulary),
            parameter("weight_hh_l0", Purpose.RECURRENT, hidden, hidden),
            parameter("bias_ih_l0", Purpose.INPUT_BIAS, hidden),
            parameter("bias_hh_l0", Purpose.RECURRENT_BIAS, hidden),
            parameter("output.weight", Purpose.OUTPUT, vocabulary, hidden),
            parameter("output.bias", Purpose.OUTPUT_BIAS, vocabulary)),
        file,
        where);
    Tensor inputBias = tensor(file, "bias_ih_l0");
    Tensor recurrentBias = tensor(file, "bias_hh_l0");
    float[] bias = new float[hidden];
    for (int i = 0; i < hidden; i++) {
      bias[i] = inputBias.values()[i] + recurrentBias.values()[i];
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(shape.inputWeight(0), tensor(file, "weight_ih_l0"));
    tensors.put(shape.recurrentWeight(0), tensor(file, "weight_hh_l0"));
    tensors.put(shape.inputBias(0), new Tensor(inputBias.shape(), bias));
    tensors.put(shape.outputWeight(), tensor(file, "output.weight"));
    tensors.put(shape.outputBias(), tensor(file, "output.bias"));
    return new Safetensors(tensors, file.metadata());
  }

  private static ParameterShape parameter(String name, Purpose purpose, Integer... sizes) {
    return new ParameterShape(name, List.of(sizes), purpose, 1, false);
  }

  private static Tensor tensor(Safetensors file, String name) {
    return Objects.requireNonNull(file.tensors().get(name));
  }
}
