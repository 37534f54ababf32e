package io.github.rnnlab.experiment;

import io.github.rnnlab.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A text of 3,000 characters, the same in every test. */
public final class PlayText {
  /** What a config says about it. */
  public static final String CORPUS = "'corpus': {'file': 'play.txt'}";

  private static final List<String> WORDS =
      List.of("the ", "king ", "is ", "dead", ", ", "long ", "live ", "queen", ".\n", "of ");

  private PlayText() {}

  /** Writes {@code play.txt}. */
  public static void write(Path directory) throws IOException {
    RandomStream random = RandomStream.named(11, "text");
    StringBuilder text = new StringBuilder("the ");
    while (text.length() < 3000) {
      text.append(WORDS.get((int) (random.nextDouble() * WORDS.size())));
    }
    Files.writeString(directory.resolve("play.txt"), text);
  }
}
