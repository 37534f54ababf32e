package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.directory.StagedFiles;
import io.github.rnnlab.directory.WholeDirectory;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.worker.ProgressEvents;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkFiles;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * A member of a group as a task of a barrier stage. The leader's task has the end of the run as its
 * only element, the others have none. A failure of the run, of which every member knows, is such an
 * end, and Spark does not try it again. Where a member is lost, all tasks fail, and Spark starts
 * the stage again.
 */
final class MemberTask extends AbstractFunction1<Iterator<Integer>, Iterator<EndedRun>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Begins what a member says in place of its address if it cannot take part. */
  private static final String OBSTACLE = "!";

  /** How long a former attempt of the stage may take to notice that it is over. */
  private static final int SECONDS_TO_MAKE_WAY = 60;

  private static final int MILLIS_BETWEEN_LOOKS = 200;

  private final String order;
  private final ArrayList<SentFile> files;
  private final Told told;
  private final int javaFeature;
  private final String mark;

  /**
   * Describes the task.
   *
   * @param javaFeature the feature release of the JDK to expect
   * @param mark a file of the driver; an executor that sees it shares the directory of the run
   */
  MemberTask(Order order, List<SentFile> files, Told told, int javaFeature, Path mark) {
    this.order = order.toLine();
    this.files = new ArrayList<>(files);
    this.told = told;
    this.javaFeature = javaFeature;
    this.mark = mark.toString();
  }

  @Override
  public Iterator<EndedRun> apply(Iterator<Integer> unused) {
    BarrierTaskContext context = BarrierTaskContext.get();
    try {
      EndedRun ended = call(context);
      return CollectionConverters.asScala(
          (context.partitionId() == Member.LEADER ? List.of(ended) : List.<EndedRun>of())
              .iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Peers.LostException("asked to stop", e);
    }
  }

  private EndedRun call(BarrierTaskContext context) throws IOException, InterruptedException {
    told.begin(context.stageAttemptNumber());
    Path scratch =
        Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "rnn-").toAbsolutePath();
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      return call(context, server, scratch);
    } catch (InvalidInputException e) {
      return failed(true, String.valueOf(e.getMessage()));
    } catch (BrokenRunException e) {
      return failed(false, String.valueOf(e.getMessage()));
    } finally {
      WholeDirectory.remove(scratch);
    }
  }

  private EndedRun call(BarrierTaskContext context, ServerSocketChannel server, Path scratch)
      throws IOException, InterruptedException {
    Order ordered = Order.fromLine(order);
    Optional<String> obstacle = ExecutorJvm.obstacle(javaFeature);
    Workplace here = ordered.workplace();
    if (obstacle.isEmpty()) {
      try {
        here = PlacedFiles.at(ordered.workplace(), files, scratch);
      } catch (BrokenRunException e) {
        obstacle = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    int rank = context.partitionId();
    byte[] token = new byte[Peers.TOKEN_BYTES];
    new SecureRandom().nextBytes(token);
    server.bind(new InetSocketAddress(host(context, rank), 0));
    String greeting =
        obstacle.isPresent()
            ? OBSTACLE + ExecutorJvm.place() + ": " + obstacle.get()
            : HexFormat.of().formatHex(token)
                + " "
                + ((InetSocketAddress) server.getLocalAddress()).getPort();
    String[] greetings = context.allGather(greeting);
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int other = 0; other < greetings.length; other++) {
      if (greetings[other].startsWith(OBSTACLE)) {
        return ended(new Outcome.Failed(false, greetings[other].substring(OBSTACLE.length())));
      }
      int port = Integer.parseInt(greetings[other].substring(greetings[other].indexOf(' ') + 1));
      addresses.add(InetSocketAddress.createUnresolved(host(context, other), port));
    }
    byte[] ofLeader =
        HexFormat.of().parseHex(greetings[Member.LEADER].substring(0, 2 * Peers.TOKEN_BYTES));
    try (Peers peers = Peers.connect(rank, server, addresses, ofLeader)) {
      Member member = new Member(peers, scratch);
      if (rank == Member.LEADER) {
        return lead(member, ordered, here, scratch, context.stageAttemptNumber());
      }
      member.follow(in(here, ordered));
      return new EndedRun("", told.value(), new byte[0]);
    }
  }

  /** Trains in the driver's directory if this machine shares it, and brings the files otherwise. */
  private EndedRun lead(Member member, Order ordered, Workplace here, Path scratch, int attempt)
      throws IOException, InterruptedException {
    boolean shares = Files.exists(Path.of(mark));
    Path directory = shares ? ordered.workplace().outputDirectory() : scratch.resolve("run");
    if (shares && attempt > 0) {
      awaitFormerAttempt(directory);
    }
    Outcome outcome =
        member.lead(
            in(here.in(directory), ordered), new ProgressEvents(event -> told.add(event.toLine())));
    if (outcome instanceof Outcome.Failed failed) {
      return failed(failed.invalidInput(), failed.message());
    }
    return new EndedRun(
        outcome.toLine(), told.value(), shares ? new byte[0] : EndedRun.zipped(directory));
  }

  private static Order in(Workplace here, Order order) {
    return new Order(
        order.config(), order.configSha256(), order.inputs(), here, order.force(), order.fresh());
  }

  /** Waits until the directory of the run is free; it is in use for good if it is not soon. */
  private static void awaitFormerAttempt(Path directory) throws InterruptedException {
    for (int i = 0; i < SECONDS_TO_MAKE_WAY * 1000 / MILLIS_BETWEEN_LOOKS; i++) {
      try (StagedFiles unused = StagedFiles.open(directory)) {
        return;
      } catch (BrokenRunException e) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      }
    }
  }

  /** Returns the host of a member's executor, without the port of Spark's own server. */
  private static String host(BarrierTaskContext context, int rank) {
    String address = context.getTaskInfos()[rank].address();
    String host = address.substring(0, address.lastIndexOf(':'));
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private EndedRun failed(boolean invalidInput, String message) {
    return ended(new Outcome.Failed(invalidInput, ExecutorJvm.place() + ": " + message));
  }

  private EndedRun ended(Outcome outcome) {
    return new EndedRun(outcome.toLine(), told.value(), new byte[0]);
  }
}
