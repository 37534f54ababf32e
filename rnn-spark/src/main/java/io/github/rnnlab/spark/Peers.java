package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.file.Sha256;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a member to all others that train a model with it, one TCP connection between
 * every two. Each message is its length and its bytes; in place of a message, a member may tell why
 * it failed, or that all is done.
 *
 * <p>Who connects must know the token of the group, and the other side proves that it knows it,
 * too. Messages are not encrypted.
 *
 * <p>One thread at a time may use it. It has a thread of its own that sends, so that two members
 * can send to each other at once.
 */
final class Peers implements AutoCloseable {
  /** The bytes of a token. */
  static final int TOKEN_BYTES = 32;

  private static final int FAILED = -1;
  private static final int DONE = -2;
  private static final int LONGEST_REASON = 1 << 16;
  private static final int MILLIS_TO_CONNECT = 60_000;
  private static final int MILLIS_OF_GREETING = 5_000;
  private static final int SECONDS_OF_FAREWELL = 5;

  private final int rank;
  private final @Nullable SocketChannel[] channels;
  private final ExecutorService sender;

  /** Another member is gone, or cannot be reached; nobody knows why. */
  static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostException(String message, @Nullable Exception cause) {
      super(message, cause);
    }
  }

  /** The member that leads has nothing more to do. */
  static final class DoneException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private Peers(int rank, int size) {
    this.rank = rank;
    channels = new SocketChannel[size];
    sender =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "rnn-sender-" + rank);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Connects to all others. Members of a lower rank are called, the others call.
   *
   * @param rank the number of this member, from 0
   * @param server where this member can be called
   * @param addresses those of all members, by rank
   * @param token of {@link #TOKEN_BYTES}, which all members know and nobody else
   * @throws LostException if a member cannot be reached, or does not call
   */
  static Peers connect(
      int rank, ServerSocketChannel server, List<InetSocketAddress> addresses, byte[] token) {
    Peers peers = new Peers(rank, addresses.size());
    int other = 0;
    try {
      for (; other < rank; other++) {
        peers.call(other, addresses.get(other), token);
      }
      peers.answer(server.socket(), token);
      return peers;
    } catch (IOException e) {
      peers.close();
      throw new LostException(
          String.format(
              Locale.ROOT,
              "Member %d of %d did not reach %s (%s). Let the executors connect to each other.",
              rank,
              addresses.size(),
              other < rank ? "member " + other + " at " + addresses.get(other) : "all others",
              e),
          e);
    }
  }

  private void call(int other, InetSocketAddress address, byte[] token) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels[other] = channel;
    Socket socket = channel.socket();
    socket.connect(
        new InetSocketAddress(address.getHostString(), address.getPort()), MILLIS_TO_CONNECT);
    socket.setSoTimeout(MILLIS_TO_CONNECT);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.write(token);
    out.writeInt(rank);
    out.flush();
    byte[] proof = new byte[TOKEN_BYTES];
    new DataInputStream(socket.getInputStream()).readFully(proof);
    if (!MessageDigest.isEqual(proof, Sha256.digest().digest(token))) {
      throw new IOException("somebody else answers");
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** Waits for the calls of all higher ranks, and hangs up on everybody else. */
  private void answer(ServerSocket server, byte[] token) throws IOException {
    server.setSoTimeout(MILLIS_TO_CONNECT);
    for (int missing = channels.length - 1 - rank; missing > 0; ) {
      Socket socket = server.accept();
      int caller = caller(socket, token);
      if (caller > rank && caller < channels.length && channels[caller] == null) {
        SocketChannel channel = socket.getChannel();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channels[caller] = channel;
        missing--;
      } else {
        socket.close();
      }
    }
  }

  /** Returns the rank of whoever calls; -1 for a stranger. */
  private static int caller(Socket socket, byte[] token) {
    try {
      socket.setSoTimeout(MILLIS_OF_GREETING);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] found = new byte[TOKEN_BYTES];
      in.readFully(found);
      int caller = in.readInt();
      if (!MessageDigest.isEqual(found, token)) {
        return -1;
      }
      socket.getOutputStream().write(Sha256.digest().digest(token));
      return caller;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Returns the number of this member, from 0. */
  int rank() {
    return rank;
  }

  /** Returns the number of members, this one included. */
  int size() {
    return channels.length;
  }

  /**
   * Sends a message to every other member, and receives one from each.
   *
   * @param sent the messages by rank, between position and limit; that of this rank is left alone
   * @param received by rank; receive as many bytes as are left in each, which the others must send
   * @throws LostException if a member is gone
   * @throws BrokenRunException if a member has failed; with its reason
   * @throws DoneException if the leader has told that all is done
   */
  void exchange(ByteBuffer[] sent, ByteBuffer[] received) {
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i < size(); i++) {
                int to = (rank + i) % size();
                send(to, sent[to]);
              }
            },
            sender);
    for (int i = 1; i < size(); i++) {
      int from = (rank - i + size()) % size();
      receive(from, received[from]);
    }
    try {
      sending.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LostException lost ? lost : new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LostException("Member " + rank + " was asked to stop.", e);
    }
  }

  /** Sends a message to all other members, as {@link #receiveFrom} receives it. */
  void sendToAll(byte[] message) {
    for (int to = 0; to < size(); to++) {
      if (to != rank) {
        send(to, ByteBuffer.wrap(message));
      }
    }
  }

  /**
   * Receives a message of any length, as {@link #sendToAll} sends it.
   *
   * @throws LostException as {@link #exchange} does, like the other exceptions
   */
  byte[] receiveFrom(int from) {
    try {
      ByteBuffer message = ByteBuffer.allocate(length(from));
      fill(from, message);
      return message.array();
    } catch (IOException e) {
      throw lost(from, e);
    }
  }

  private void send(int to, ByteBuffer message) {
    try {
      ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).putInt(0, message.remaining());
      drain(to, header);
      drain(to, message);
    } catch (IOException e) {
      throw lost(to, e);
    }
  }

  private void receive(int from, ByteBuffer message) {
    try {
      int length = length(from);
      if (length != message.remaining()) {
        throw new IllegalStateException(
            "member " + from + " sends " + length + " bytes, not " + message.remaining());
      }
      fill(from, message);
      message.flip();
    } catch (IOException e) {
      throw lost(from, e);
    }
  }

  private int length(int from) throws IOException {
    int length = readInt(from);
    if (length == DONE) {
      throw new DoneException();
    }
    if (length == FAILED) {
      ByteBuffer reason = ByteBuffer.allocate(Math.min(readInt(from), LONGEST_REASON));
      fill(from, reason);
      throw new BrokenRunException(new String(reason.array(), StandardCharsets.UTF_8));
    }
    return length;
  }

  private int readInt(int from) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
    fill(from, number);
    return number.getInt(0);
  }

  private void drain(int to, ByteBuffer bytes) throws IOException {
    SocketChannel channel = channel(to);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void fill(int from, ByteBuffer bytes) throws IOException {
    SocketChannel channel = channel(from);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("it has hung up");
      }
    }
  }

  private SocketChannel channel(int other) throws IOException {
    SocketChannel channel = channels[other];
    if (channel == null) {
      throw new IOException("not connected");
    }
    return channel;
  }

  private LostException lost(int other, IOException cause) {
    return new LostException(
        String.format(Locale.ROOT, "Member %d lost member %d (%s).", rank, other, cause), cause);
  }

  /** Tells all others, as far as they listen, that this member has failed for good. */
  void fail(String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, LONGEST_REASON);
    ByteBuffer farewell = ByteBuffer.allocate(2 * Integer.BYTES + length);
    farewell.putInt(FAILED).putInt(length).put(text, 0, length).flip();
    takeLeave(farewell);
  }

  /** Tells all others, as far as they listen, that all is done. */
  void done() {
    takeLeave(ByteBuffer.allocate(Integer.BYTES).putInt(DONE).flip());
  }

  private void takeLeave(ByteBuffer farewell) {
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              for (int to = 0; to < size(); to++) {
                try {
                  if (to != rank) {
                    drain(to, farewell.duplicate());
                  }
                } catch (IOException e) {
                  continue; // It has ended before.
                }
              }
            },
            sender);
    try {
      sending.get(SECONDS_OF_FAREWELL, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return; // Closing tells them less, but soon.
    }
  }

  /** Hangs up. */
  @Override
  public void close() {
    sender.shutdownNow();
    for (SocketChannel channel : channels) {
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        continue; // It is of no more use.
      }
    }
  }
}
