package io.github.rnnlab.worker;

import io.github.rnnlab.experiment.Conversation;
import java.util.Optional;

/** The conversation of {@link Goal#ANSWER}: prompts come from Maven, and answers go there. */
final class PromptsOfMaven implements Conversation {
  private final Lifeline lifeline;
  private final EventWriter events;
  private final TextPieces answer;

  PromptsOfMaven(Lifeline lifeline, EventWriter events) {
    this.lifeline = lifeline;
    this.events = events;
    answer = new TextPieces(events::send, System::nanoTime);
  }

  @Override
  public Optional<String> nextPrompt() {
    events.send(new Event.AwaitsPrompt());
    return lifeline.next();
  }

  @Override
  public void piece(byte[] text) {
    answer.accept(text);
  }

  @Override
  public void answered() {
    answer.end();
  }

  @Override
  public void refused(String message) {
    events.send(new Event.Refusal(message));
  }
}
