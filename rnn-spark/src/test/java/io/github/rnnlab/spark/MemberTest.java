package io.github.rnnlab.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.workplace.Workplace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Members as threads of this JVM, without Spark. */
@Timeout(60)
class MemberTest {
  private static final ProgressListener QUIET = epoch -> {};

  /** Members wait for each other, so each needs a thread. */
  private static final Executor ON_ITS_OWN = task -> new Thread(task).start();

  @TempDir Path directory;
  private SharedRun run;

  @BeforeEach
  void writeTheText() throws IOException {
    run = SharedRun.in(directory);
  }

  /** With seven members, three have no shard; three do not divide four shards equally. */
  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "2, true", "3, true", "7, false"})
  void leaveTheSameBytesHoweverManyTheyAre(int members, boolean stream) throws Exception {
    String ofStream = "training.stream=" + stream;
    run.alone("alone", ofStream);
    Outcome outcome = train(members, run.order("group", ofStream), QUIET);
    assertThat(outcome).isInstanceOf(Outcome.Finished.class);
    run.assertSameBytes("group", "alone");
    assertThat(train(members, run.order("group", ofStream), QUIET))
        .isInstanceOf(Outcome.UpToDate.class);
  }

  /** A rate that follows the loss, and an end that does: followers need the loss, too. */
  @Test
  void endEarlyTogether() throws Exception {
    String[] values = {
      "training.epochs=40",
      "training.patience=5",
      "training.schedule.type=plateau",
      "training.schedule.factor=0.5",
      "training.schedule.patience=1",
      "training.optimizer.learningRate=0.3"
    };
    run.alone("alone", values);
    assertThat(Files.readString(directory.resolve("alone/report.json"))).contains("\"stopped\"");
    train(2, run.order("group", values), QUIET);
    run.assertSameBytes("group", "alone");
  }

  @Test
  void goOnFromACheckpointWhenAMemberIsLost() throws Exception {
    String[] values = {"checkpoints.everySteps=1", "training.stream=true"};
    run.alone("alone", values);
    List<Peers> connected = new ArrayList<>();
    ProgressListener loses =
        new ProgressListener() {
          @Override
          public void epochDone(EpochLoss epoch) {
            if (epoch.epoch() == 2) {
              connected.get(1).close();
            }
          }
        };
    assertThatExceptionOfType(Peers.LostException.class)
        .isThrownBy(() -> train(2, run.order("group", values), loses, connected))
        .withMessageContaining("lost member 1");
    assertThat(directory.resolve("group/report.json")).doesNotExist();

    Outcome outcome = train(3, run.order("group", values), QUIET);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Finished.class, finished -> assertThat(finished.afresh()).isFalse());
    run.assertSameBytes("group", "alone");
  }

  @Test
  void failTogetherWithOneReason() throws Exception {
    Order order = run.order("group", "training.optimizer.learningRate=1e38");
    assertThat(train(2, order, QUIET))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.message()).contains("Lower training.optimizer"));
  }

  @Test
  void tellTheOthersWhatOneOfThemLacks() throws Exception {
    Order order = run.order("group");
    Files.createDirectories(directory.resolve("other"));
    Files.writeString(directory.resolve("other/play.txt"), "another text");
    Order ofOther =
        new Order(
            order.config(),
            order.configSha256(),
            order.inputs(),
            Workplace.of(directory.resolve("other"), directory.resolve("group"), "1"),
            false,
            false);
    List<Peers> peers = connect(2);
    CompletableFuture<Void> follower =
        CompletableFuture.runAsync(
            () -> new Member(peers.get(1), directory.resolve("scratch")).follow(ofOther),
            ON_ITS_OWN);
    Outcome outcome = new Member(peers.get(0), directory).lead(order, QUIET);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.message()).contains("corpus.file: found the SHA-256"));
    assertThatExceptionOfType(CompletionException.class).isThrownBy(follower::join);
    peers.forEach(Peers::close);
  }

  @Test
  void hangUpOnStrangers() throws Exception {
    ServerSocketChannel server = server();
    InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
    byte[] token = new byte[Peers.TOKEN_BYTES];
    CompletableFuture<Peers> first =
        CompletableFuture.supplyAsync(
            () -> Peers.connect(0, server, List.of(address, address), token), ON_ITS_OWN);
    byte[] guess = token.clone();
    guess[3] = 1;
    try (Socket stranger = new Socket(address.getAddress(), address.getPort())) {
      stranger.getOutputStream().write(guess);
      stranger.getOutputStream().write(new byte[Integer.BYTES]);
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
    }
    try (Peers second = Peers.connect(1, server(), List.of(address, address), token)) {
      second.sendToAll(new byte[] {7});
      assertThat(first.join().receiveFrom(1)).containsExactly(7);
    } finally {
      first.join().close();
    }
  }

  private Outcome train(int members, Order order, ProgressListener listener) throws Exception {
    return train(members, order, listener, new ArrayList<>());
  }

  private Outcome train(int members, Order order, ProgressListener listener, List<Peers> connected)
      throws Exception {
    connected.addAll(connect(members));
    List<CompletableFuture<Void>> followers = new ArrayList<>();
    for (int rank = 1; rank < members; rank++) {
      Member member = new Member(connected.get(rank), Files.createTempDirectory(directory, "m"));
      followers.add(CompletableFuture.runAsync(() -> member.follow(order), ON_ITS_OWN));
    }
    try {
      Outcome outcome =
          new Member(connected.get(0), Files.createTempDirectory(directory, "m"))
              .lead(order, listener);
      if (!(outcome instanceof Outcome.Failed)) {
        followers.forEach(CompletableFuture::join);
      }
      return outcome;
    } finally {
      connected.forEach(Peers::close);
    }
  }

  private static List<Peers> connect(int members) throws IOException {
    byte[] token = new byte[Peers.TOKEN_BYTES];
    Arrays.fill(token, (byte) 5);
    List<ServerSocketChannel> servers = new ArrayList<>();
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int rank = 0; rank < members; rank++) {
      servers.add(server());
      addresses.add((InetSocketAddress) servers.get(rank).getLocalAddress());
    }
    List<CompletableFuture<Peers>> peers = new ArrayList<>();
    for (int rank = 0; rank < members; rank++) {
      int own = rank;
      peers.add(
          CompletableFuture.supplyAsync(
              () -> Peers.connect(own, servers.get(own), addresses, token), ON_ITS_OWN));
    }
    return peers.stream().map(CompletableFuture::join).toList();
  }

  private static ServerSocketChannel server() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }
}
