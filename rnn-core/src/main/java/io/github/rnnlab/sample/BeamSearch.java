package io.github.rnnlab.sample;

import io.github.rnnlab.model.LanguageModel;
import io.github.rnnlab.tensor.LogSoftmax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the likeliest text: extends so many texts by every token, and keeps as many of the
 * likeliest. The score of a text is the sum of the logarithms of its tokens' probabilities. What
 * comes out is never less likely than what temperature 0 writes, which a narrow beam may miss.
 */
final class BeamSearch {
  /** The best first. Texts of one parent are compared by logit, which no rounding makes equal. */
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble((Candidate text) -> -text.score())
          .thenComparingInt(Candidate::rank)
          .thenComparingDouble(text -> -text.logit())
          .thenComparingInt(Candidate::id);

  private final LanguageModel model;
  private final OptionalInt never;
  private final int[] prompt;
  private final int length;

  /**
   * A text that was found.
   *
   * @param ids its tokens after the prompt
   * @param score the logarithm of their probability
   */
  record Found(int[] ids, double score) {}

  /** The tokens of a text, the last one first; texts share what they have in common. */
  private record Tokens(@Nullable Tokens before, int id) {}

  /** A text that was kept, and the reader that has read it. */
  private record Kept(Reader reader, @Nullable Tokens tokens, double score) {}

  /** A text that was kept at some rank, the best at 0, with one more token. */
  private record Candidate(Kept before, int rank, int id, float logit, double score) {}

  /** Prepares a search; the model is for the calling thread alone. */
  BeamSearch(LanguageModel model, OptionalInt never, int[] prompt, int length) {
    this.model = model;
    this.never = never;
    this.prompt = prompt;
    this.length = length;
  }

  /** Returns the likelier of the best text of a beam and the text of temperature 0. */
  Found best(int width) {
    Found wide = search(width);
    if (width == 1) {
      return wide;
    }
    Found greedy = search(1);
    return greedy.score() > wide.score() ? greedy : wide;
  }

  private Found search(int width) {
    Reader first = new Reader(model, never);
    for (int id : prompt) {
      first.read(id);
    }
    List<Reader> free = readers(width);
    List<Reader> used = readers(width);
    List<Kept> beam = List.of(new Kept(first, null, 0));
    for (int written = 0; written < length; written++) {
      List<Candidate> chosen = best(beam, width);
      List<Kept> next = new ArrayList<>();
      for (Candidate candidate : chosen) {
        Reader reader = free.get(next.size());
        if (written < length - 1) {
          reader.readAfter(candidate.before().reader(), candidate.id());
        }
        next.add(
            new Kept(
                reader,
                new Tokens(candidate.before().tokens(), candidate.id()),
                candidate.score()));
      }
      beam = next;
      List<Reader> former = used;
      used = free;
      free = former;
    }
    return new Found(ids(beam.get(0).tokens()), beam.get(0).score());
  }

  private List<Reader> readers(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Reader(model, never)).toList();
  }

  /** Returns the best texts of one more token, the best first. */
  private static List<Candidate> best(List<Kept> beam, int width) {
    PriorityQueue<Candidate> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    for (int rank = 0; rank < beam.size(); rank++) {
      Kept before = beam.get(rank);
      float[] logits = before.reader().logits();
      LogSoftmax probabilities = LogSoftmax.of(logits, 0, logits.length);
      for (int id = 0; id < logits.length; id++) {
        double score = before.score() + probabilities.logarithm(logits[id]);
        Candidate worst = worstFirst.peek();
        if (worst == null || worstFirst.size() < width || score >= worst.score()) {
          worstFirst.add(new Candidate(before, rank, id, logits[id], score));
        }
        if (worstFirst.size() > width) {
          worstFirst.remove();
        }
      }
    }
    return worstFirst.stream().sorted(BEST_FIRST).toList();
  }

  private int[] ids(@Nullable Tokens last) {
    int[] ids = new int[length];
    Tokens tokens = last;
    for (int i = length - 1; i >= 0 && tokens != null; i--) {
      ids[i] = tokens.id();
      tokens = tokens.before();
    }
    return ids;
  }
}
