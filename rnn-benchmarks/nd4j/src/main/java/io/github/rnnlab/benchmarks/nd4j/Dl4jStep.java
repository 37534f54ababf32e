package io.github.rnnlab.benchmarks.nd4j;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Times training steps of DL4J's own LSTM layers on random characters: {@code fit} of one batch
 * again and again. Prints one line: {@code ms=... chars/s=... loss=...}, the median milliseconds of
 * a step, its characters per second, and the last loss in nats per character, which shows that it
 * learns.
 */
public final class Dl4jStep {
  private static final int VOCABULARY = 65;
  private static final long SEED = 5;

  private Dl4jStep() {}

  /** Arguments: layers, units of a layer, sequences, their length, threads, steps to time. */
  public static void main(String[] arguments) {
    int[] sizes = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    int batch = sizes[2];
    int length = sizes[3];
    int steps = sizes[5];
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(sizes[0], sizes[1]));
    network.init();
    DataSet characters = characters(batch, length);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(sizes[4]);
    double[] milliseconds = new double[steps];
    for (int i = -steps / 2 - 1; i < steps; i++) {
      long started = System.nanoTime();
      network.fit(characters);
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - started) * 1e-6;
      }
    }
    Arrays.sort(milliseconds);
    double median = milliseconds[steps / 2];
    System.out.printf(
        Locale.ROOT,
        "ms=%.1f chars/s=%.0f loss=%.3f%n",
        median,
        batch * length / (median * 1e-3),
        network.score() / length);
  }

  private static MultiLayerConfiguration configuration(int layers, int units) {
    NeuralNetConfiguration.ListBuilder builder =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .seed(SEED)
            .updater(new Adam(0.005))
            .list();
    for (int layer = 0; layer < layers; layer++) {
      builder.layer(
          new LSTM.Builder()
              .nIn(layer == 0 ? VOCABULARY : units)
              .nOut(units)
              .activation(Activation.TANH)
              .gateActivationFunction(Activation.SIGMOID)
              .build());
    }
    return builder
        .layer(
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(units)
                .nOut(VOCABULARY)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  /** Returns one-hot characters and, as labels, those that follow. */
  private static DataSet characters(int batch, int length) {
    Random random = new Random(SEED);
    INDArray inputs = Nd4j.zeros(DataType.FLOAT, batch, VOCABULARY, length);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, VOCABULARY, length);
    for (int sequence = 0; sequence < batch; sequence++) {
      int character = random.nextInt(VOCABULARY);
      for (int t = 0; t < length; t++) {
        inputs.putScalar(sequence, character, t, 1);
        character = random.nextInt(VOCABULARY);
        labels.putScalar(sequence, character, t, 1);
      }
    }
    return new DataSet(inputs, labels);
  }
}
