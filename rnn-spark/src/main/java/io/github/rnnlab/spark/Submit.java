package io.github.rnnlab.spark;

import io.github.rnnlab.BrokenRunException;
import io.github.rnnlab.InvalidInputException;
import io.github.rnnlab.config.ExperimentConfigs;
import io.github.rnnlab.config.ExperimentFile;
import io.github.rnnlab.discovery.ReservedNames;
import io.github.rnnlab.launch.Launcher;
import io.github.rnnlab.launch.Order;
import io.github.rnnlab.launch.Outcome;
import io.github.rnnlab.plan.PlannedRun;
import io.github.rnnlab.plan.SweepFile;
import io.github.rnnlab.plan.SweepPlan;
import io.github.rnnlab.run.EpochLoss;
import io.github.rnnlab.run.ProgressListener;
import io.github.rnnlab.setting.Overrides;
import io.github.rnnlab.sweep.RunResult;
import io.github.rnnlab.sweep.Sweep;
import io.github.rnnlab.sweep.SweepListener;
import io.github.rnnlab.sweep.SweepReport;
import io.github.rnnlab.sweep.SweepRun;
import io.github.rnnlab.workplace.Workplace;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * The main class for {@code spark-submit}, which trains without Maven what {@code rnn:train} and
 * {@code rnn:sweep} train with it, into the same files.
 *
 * <pre>
 * spark-submit --master spark://HOST:7077 --class io.github.rnnlab.spark.Submit \
 *     rnn-spark.jar [configs=DIRECTORY] [output=DIRECTORY] [config=NAME | sweep=NAME] [prepare=true] \
 *     [KEY=VALUE...]
 * </pre>
 *
 * <p>By default, {@code configs} is the current directory, {@code output} is {@code target/rnn} in
 * it, and every experiment is trained, or only prepared with {@code prepare=true}. Any other key
 * replaces that of the configs, as {@code -Drnn.set.KEY} does.
 */
public final class Submit {
  /** As many runs wait for the cluster's cores at a time; each has a thread here. */
  private static final int MOST_AT_A_TIME = 256;

  private final Path configs;
  private final Path output;
  private final @Nullable String config;
  private final @Nullable String sweep;
  private final boolean prepare;
  private final Overrides overrides;
  private final PrintStream out;

  private Submit(Map<String, String> options, PrintStream out) {
    configs = Path.of(take(options, "configs", "")).toAbsolutePath().normalize();
    output = configs.resolve(take(options, "output", "target/rnn"));
    config = options.remove("config");
    sweep = options.remove("sweep");
    prepare = take(options, "prepare", "false").equals("true");
    overrides = new Overrides(null, options);
    this.out = out;
  }

  private static String take(Map<String, String> options, String key, String otherwise) {
    return Objects.requireNonNullElse(options.remove(key), otherwise);
  }

  /** Trains and ends the JVM: with 0, or with 1 if a run failed or something is invalid. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      System.exit(run(arguments, new SparkConf(), System.out) ? 0 : 1);
    } catch (InvalidInputException | BrokenRunException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Trains.
   *
   * @return whether no run failed
   * @throws InvalidInputException if an argument, a config or the master is invalid
   */
  static boolean run(String[] arguments, SparkConf conf, PrintStream out)
      throws InterruptedException {
    Submit submit = new Submit(parse(arguments), out);
    String sweep = submit.sweep;
    List<SweepPlan> plans = sweep == null ? List.of() : submit.plans(sweep);
    List<PlannedRun> runs = sweep == null ? submit.runs() : List.of();
    try (SparkLauncher launcher = SparkLauncher.connect(conf)) {
      if (submit.prepare) {
        submit.prepare(runs, launcher);
        return true;
      }
      return sweep == null ? submit.train(runs, launcher) : submit.sweep(plans, launcher);
    }
  }

  private static Map<String, String> parse(String[] arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "the arguments",
            argument,
            "configs=DIRECTORY, output=DIRECTORY, config=NAME, sweep=NAME or KEY=VALUE, such as"
                + " training.epochs=3",
            "Correct it.");
      }
      options.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return options;
  }

  private List<PlannedRun> runs() {
    List<PlannedRun> runs = new ArrayList<>();
    for (ExperimentFile file : ExperimentConfigs.readDirectory(configs, config, overrides)) {
      runs.addAll(PlannedRun.of(file.config(), output.resolve(file.config().name())));
    }
    return runs;
  }

  private List<SweepPlan> plans(String name) {
    return SweepFile.readDirectory(configs, name).stream()
        .map(file -> SweepPlan.of(file, configs, overrides, SweepPlan.MOST_RUNS))
        .toList();
  }

  private Workplace workplace(Path directory) {
    String version = Submit.class.getPackage().getImplementationVersion();
    return Workplace.of(configs, directory, version == null ? "unpackaged" : version);
  }

  private Order order(PlannedRun run) {
    return Order.of(run.config(), workplace(run.outputDirectory()), false, false);
  }

  private void prepare(List<PlannedRun> runs, SparkLauncher launcher) {
    for (PlannedRun run : runs) {
      launcher.prepare(order(run), progress(run.label()));
      say(run.label(), "prepared");
    }
  }

  private boolean train(List<PlannedRun> runs, Launcher launcher) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(runs.size(), MOST_AT_A_TIME)));
    try {
      List<Future<Outcome>> pending = new ArrayList<>();
      for (PlannedRun run : runs) {
        Order order = order(run);
        pending.add(threads.submit(() -> launcher.launch(order, progress(run.label()))));
      }
      boolean succeeded = true;
      for (int i = 0; i < runs.size(); i++) {
        Outcome outcome = pending.get(i).get();
        boolean failed = outcome instanceof Outcome.Failed;
        say(runs.get(i).label(), told(outcome));
        succeeded &= !failed;
      }
      return succeeded;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static String told(Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.message();
    }
    return outcome instanceof Outcome.UpToDate ? "up to date" : "finished";
  }

  private boolean sweep(List<SweepPlan> plans, Launcher launcher) throws InterruptedException {
    boolean succeeded = true;
    for (SweepPlan plan : plans) {
      Path directory = output.resolve(ReservedNames.SWEEPS).resolve(plan.sweep().name());
      SweepReport report =
          new Sweep(plan, directory, each -> workplace(directory), false)
              .run(launcher, (int) Math.min(plan.runs(), MOST_AT_A_TIME), new Listener());
      out.println("Wrote " + directory.resolve("sweep.html"));
      succeeded &= report.failures().isEmpty();
    }
    return succeeded;
  }

  private void say(String label, String line) {
    out.println(label + ": " + line);
  }

  private ProgressListener progress(String label) {
    return new ProgressListener() {
      @Override
      public void note(String line) {
        say(label, line);
      }

      @Override
      public void epochDone(EpochLoss epoch) {
        Double validation = epoch.validationLoss();
        say(
            label,
            String.format(
                Locale.ROOT,
                "epoch %d/%d, loss %.4f%s",
                epoch.epoch(),
                epoch.epochs(),
                epoch.trainLoss(),
                validation == null
                    ? ""
                    : String.format(Locale.ROOT, ", validation %.4f", validation)));
      }
    };
  }

  /** Prints what happens in a sweep. */
  private final class Listener implements SweepListener {
    @Override
    public void rung(int rung, int rungs, int trials, int runs) {
      say("rung " + rung + "/" + rungs, runs + " runs");
    }

    @Override
    public ProgressListener began(SweepRun run) {
      return progress(run.label());
    }

    @Override
    public void ended(SweepRun run, RunResult result, boolean trained) {
      String message = result.message();
      say(run.label(), message != null ? message : trained ? "finished" : "up to date");
    }
  }
}
