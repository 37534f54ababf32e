package io.github.rnnlab.benchmarks;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.model.Pass;
import io.github.rnnlab.modelfile.ModelFile;
import io.github.rnnlab.tensor.Backend;
import io.github.rnnlab.tensor.ScalarBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the logits of a trained model after each of {@code --ids}, separated by commas: one line
 * for each, the logits in the order of the vocabulary. {@code peers/load_into_torch.py} compares
 * them with PyTorch's.
 */
public final class Logits {
  private Logits() {}

  /** Options: {@code --model --ids}. */
  public static void main(String[] arguments) {
    Options options = new Options(Map.of("model", "", "ids", ""), List.of(arguments));
    String[] texts = options.text("ids").split(",", -1);
    int[] ids = new int[texts.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Integer.parseInt(texts[i]);
    }
    try (Backend backend = new ScalarBackend()) {
      LanguageModel model = ModelFile.read(Path.of(options.text("model")), backend).model();
      Pass pass = model.pass(ids.length, 1);
      pass.startFromZero();
      model.forward(ids, pass);
      float[] logits = new float[model.shape().vocabulary()];
      for (int t = 0; t < ids.length; t++) {
        backend.read(pass.logits().rows(t, 1), logits);
        StringBuilder line = new StringBuilder();
        for (float logit : logits) {
          line.append(String.format(Locale.ROOT, "%.9g ", logit));
        }
        System.out.println(line.toString().strip());
      }
    }
  }
}
