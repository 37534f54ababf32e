package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.checkpoint.Checkpoint;
import io.github.rnnlab.experiment.Experiment;
import io.github.rnnlab.file.Interruption;
import io.github.rnnlab.launch.InProcess;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.run.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A member of the group that trains one model. All take the same steps, each with a copy of the
 * model. The leader, of rank 0, also keeps checkpoints and leaves the files of the run.
 *
 * <p>One thread at a time may use it.
 */
final class Member {
  /** The rank of the leader. */
  static final int LEADER = 0;

  private final Peers peers;
  private final Path scratch;

  /**
   * Makes a member.
   *
   * @param peers the connections to the others
   * @param scratch an empty directory
   */
  Member(Peers peers, Path scratch) {
    this.peers = peers;
    this.scratch = scratch;
  }

  /**
   * Trains a run with the others, from its last checkpoint, unless it is up to date. The others
   * end, too, however it ends.
   *
   * @throws Peers.LostException if a member is gone; the run can go on from its last checkpoint
   */
  Outcome lead(Order order, ProgressListener listener) throws InterruptedException {
    InProcess launcher =
        new InProcess(
            (model, plan, start) -> {
              peers.sendToAll(start.isEmpty() ? new byte[0] : bytes(start.get()));
              return new SharedGradient(model, plan, peers);
            });
    Outcome outcome = launcher.launch(order, listener);
    if (outcome instanceof Outcome.Failed failed) {
      peers.fail(failed.message());
    } else {
      peers.done();
    }
    return outcome;
  }

  /**
   * Takes the steps of the run that the leader trains, until its end.
   *
   * @throws BrokenRunException if this member or another one fails, after the others are told
   * @throws InvalidInputException if the run asks for something impossible on this machine
   * @throws Peers.LostException if a member is gone
   */
  void follow(Order order) {
    try {
      order.requireNamed();
      new Experiment(order.config(), order.workplace().in(scratch.resolve("follower")), epoch -> {})
          .replay(
              (corpus, run) ->
                  run.follow(
                      checkpoint(peers.receiveFrom(LEADER)),
                      (model, plan, start) -> new SharedGradient(model, plan, peers)));
    } catch (Peers.DoneException e) {
      return; // There was nothing to do.
    } catch (BrokenRunException | InvalidInputException e) {
      peers.fail(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private byte[] bytes(Checkpoint checkpoint) {
    Path file = scratch.resolve("start.safetensors");
    try {
      checkpoint.write(file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Optional<Checkpoint> checkpoint(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    Path file = scratch.resolve("start.safetensors");
    try {
      Files.write(file, bytes);
      Checkpoint checkpoint = Checkpoint.read(file);
      Files.delete(file);
      return Optional.of(checkpoint);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private BrokenRunException unusable(IOException e) {
    Interruption.rethrow(e);
    return new BrokenRunException(
        "Cannot use " + scratch + " (" + e + "); free space on the disk of the executor.", e);
  }
}
