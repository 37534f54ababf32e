package io.github.rnnlab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPiecesTest {
  private final List<Event> sent = new ArrayList<>();
  private long nanos = -7;

  @Test
  void sendsSlowPiecesAtOnceAndFastOnesTogether() {
    TextPieces pieces = new TextPieces(sent::add, () -> nanos);
    pieces.accept(new byte[] {'a'});
    assertThat(sent).containsExactly(new Event.Text("a"));
    nanos += 1_000_000_000;
    pieces.accept(new byte[] {'b'});
    nanos += 1_000_000;
    pieces.accept(new byte[] {'c'});
    pieces.accept(new byte[] {'d'});
    assertThat(sent).containsExactly(new Event.Text("a"), new Event.Text("b"));
    nanos += 19_000_000;
    pieces.accept(new byte[] {'e'});
    pieces.accept(new byte[] {'f'});
    pieces.end();
    assertThat(sent)
        .containsExactly(
            new Event.Text("a"),
            new Event.Text("b"),
            new Event.Text("cde"),
            new Event.Text("f"),
            new Event.TextEnd());
  }

  @Test
  void anEmptyTextOnlyEnds() {
    new TextPieces(sent::add, () -> nanos).end();
    assertThat(sent).containsExactly(new Event.TextEnd());
  }
}
