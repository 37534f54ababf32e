package io.github.rnnlab.spark;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.jdk.javaapi.CollectionConverters;

/** Hands what heartbeats bring to the threads that wait for the runs. Threads may share it. */
final class Relay extends SparkListener {
  private final Map<Long, BlockingQueue<Told.Part>> queues = new ConcurrentHashMap<>();

  private volatile boolean hasExecutors;

  /** Returns whether the cluster has given an executor, now or before. */
  boolean hasHadExecutors() {
    return hasExecutors;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    hasExecutors = true;
  }

  /** Begins to listen to a run. */
  BlockingQueue<Told.Part> listenTo(Told told) {
    BlockingQueue<Told.Part> queue = new LinkedBlockingQueue<>();
    queues.put(told.id(), queue);
    return queue;
  }

  /** Ends listening to a run. */
  void forget(Told told) {
    queues.remove(told.id());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    for (var task : CollectionConverters.asJava(update.accumUpdates())) {
      for (AccumulableInfo info : CollectionConverters.asJava(task._4())) {
        BlockingQueue<Told.Part> queue = queues.get(info.id());
        if (queue != null && info.update().isDefined()) {
          queue.add((Told.Part) info.update().get());
        }
      }
    }
  }
}
