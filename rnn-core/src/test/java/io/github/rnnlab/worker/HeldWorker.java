package io.github.rnnlab.worker;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker under a debugger, which holds its thread where a method is about to run: so that a
 * signal comes at that very moment, and nothing in the worker is there for the test.
 */
final class HeldWorker {
  private static final long MOST_MILLIS = 60_000;

  private final RunningWorker worker;
  private final VirtualMachine vm;
  private @Nullable EventSet held;

  /**
   * A moment in a worker's life.
   *
   * @param type of the method, without {@code io.github.rnnlab.}
   * @param method its name
   * @param call the how manyeth of its calls, from 1 on
   */
  record Moment(String type, String method, int call) {}

  private HeldWorker(RunningWorker worker, VirtualMachine vm) {
    this.worker = worker;
    this.vm = vm;
  }

  /** Starts a worker; it does nothing before {@link #runTo}. */
  static HeldWorker start(WorkerRequest request, Path log)
      throws IOException, IllegalConnectorArgumentsException {
    ListeningConnector connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(each -> each.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    Objects.requireNonNull(arguments.get("localAddress")).setValue("127.0.0.1");
    Objects.requireNonNull(arguments.get("timeout")).setValue(Long.toString(MOST_MILLIS));
    String address = connector.startListening(arguments);
    try {
      String agent = "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
      RunningWorker worker = new RunningWorker(WorkerFork.start(request, log, agent));
      return new HeldWorker(worker, connector.accept(arguments));
    } finally {
      connector.stopListening(arguments);
    }
  }

  /** Returns the worker itself. */
  RunningWorker worker() {
    return worker;
  }

  /** Lets the worker run to a moment and holds it there; returns false if it ends before. */
  boolean runTo(Moment moment) throws InterruptedException {
    try {
      String type = "io.github.rnnlab." + moment.type();
      ClassPrepareRequest loading = vm.eventRequestManager().createClassPrepareRequest();
      loading.addClassFilter(type);
      loading.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
      loading.enable();
      vm.classesByName(type).forEach(loaded -> holdAt(loaded, moment));
      if (held != null) {
        held.resume();
        held = null;
      }
      while (true) {
        EventSet events = vm.eventQueue().remove(MOST_MILLIS);
        if (events == null) {
          throw new AssertionError("nothing came of " + moment);
        }
        for (Event event : events) {
          if (event instanceof VMStartEvent) {
            vm.resume();
          } else if (event instanceof ClassPrepareEvent loaded) {
            holdAt(loaded.referenceType(), moment);
          } else if (event instanceof BreakpointEvent) {
            vm.eventRequestManager().deleteAllBreakpoints();
            vm.eventRequestManager().deleteEventRequest(loading);
            held = events;
            return true;
          }
        }
        events.resume();
      }
    } catch (VMDisconnectedException e) {
      return false;
    }
  }

  private void holdAt(ReferenceType type, Moment moment) {
    for (Method method : type.methodsByName(moment.method())) {
      BreakpointRequest request =
          vm.eventRequestManager().createBreakpointRequest(method.location());
      request.addCountFilter(moment.call());
      request.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
      request.enable();
    }
  }

  /**
   * Waits until the orderly stop has interrupted the held thread and waits for it; returns false if
   * no stop comes.
   */
  boolean awaitStop() throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < deadline) {
      try {
        for (ThreadReference thread : vm.allThreads()) {
          if (thread.name().equals("orderly stop")
              && thread.status() == ThreadReference.THREAD_STATUS_WAIT) {
            return true;
          }
        }
      } catch (VMDisconnectedException e) {
        return false;
      }
      Thread.sleep(1);
    }
    return false;
  }

  /** Lets the worker go on without a debugger. */
  void release() {
    try {
      vm.dispose();
    } catch (VMDisconnectedException e) {
      // It has ended.
    }
  }
}
