package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Threads that run passes side by side. Each sees the same weights and has gradients of its own,
 * which are added up in the order of the lanes: the sums do not depend on which is faster. Two
 * lanes of one thread each took about half the time of one with two threads, since most operators
 * over so small arrays are not divided by libtorch.
 */
final class Lanes implements AutoCloseable {
  private final GlmShape shape;
  private final Parameters parameters;
  private final NDManager manager;
  private final ExecutorService threads;
  private final List<Lane> lanes = new ArrayList<>();

  /**
   * @param manager outlives the lanes
   */
  Lanes(GlmShape shape, Parameters parameters, int count, NDManager manager) {
    this.shape = shape;
    this.parameters = parameters;
    this.manager = manager;
    threads =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread =
                  new Thread(
                      () -> {
                        LibTorch.prepareThread();
                        task.run();
                      },
                      "lane");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < count; i++) {
      lanes.add(new Lane());
    }
  }

  /**
   * Sums of a batch.
   *
   * @param main negative log-likelihood of next tokens, in natural logs
   * @param mtp the same of the MTP layer
   * @param balance see {@link Glm.Losses}
   * @param loads tokens by expert, for each mixture layer
   */
  record Sums(double main, double mtp, double balance, Map<Integer, long[]> loads) {}

  /** How the three losses are weighed, each by what it is summed over. */
  record Weights(double main, double mtp, double balance) {}

  /** Runs forwards only. */
  Sums losses(Batch batch, int microBatch) {
    return run(batch, microBatch, null);
  }

  /** Runs forwards and backwards; the gradients are added to those that are there. */
  Sums differentiate(Batch batch, int microBatch, Weights weights) {
    return run(batch, microBatch, weights);
  }

  private Sums run(Batch batch, int microBatch, @Nullable Weights weights) {
    List<Future<Sums>> futures = new ArrayList<>();
    for (int lane = 0; lane < lanes.size(); lane++) {
      List<Batch> work = new ArrayList<>();
      for (int at = lane * microBatch; at < batch.size(); at += lanes.size() * microBatch) {
        work.add(batch.slice(at, Math.min(batch.size(), at + microBatch)));
      }
      Lane worker = lanes.get(lane);
      futures.add(threads.submit(() -> worker.run(work, weights)));
    }
    double main = 0;
    double mtp = 0;
    double balance = 0;
    Map<Integer, long[]> loads = new TreeMap<>();
    for (Future<Sums> future : futures) {
      Sums sums = result(future);
      main += sums.main;
      mtp += sums.mtp;
      balance += sums.balance;
      add(loads, sums.loads);
    }
    return new Sums(main, mtp, balance, loads);
  }

  private static void add(Map<Integer, long[]> sums, Map<Integer, long[]> more) {
    more.forEach(
        (layer, counts) -> {
          long[] sum = sums.computeIfAbsent(layer, i -> new long[counts.length]);
          for (int i = 0; i < counts.length; i++) {
            sum[i] += counts[i];
          }
        });
  }

  /** Something to do for one parameter, with its gradient, which is consumed. */
  @FunctionalInterface
  interface Update {
    /**
     * @param index of the parameter in {@link Parameters#all}
     */
    void apply(int index, Parameters.Parameter parameter, NDArray gradient);
  }

  /** Sum of the squares of all gradients, which stay. */
  double squares() {
    List<Parameters.Parameter> all = parameters.all();
    double[] squares = new double[all.size()];
    each(
        index -> {
          try (NDManager work = manager.newSubManager()) {
            NDArray gradient = gradient(index, work);
            squares[index] =
                gradient.mul(gradient).sum().toType(DataType.FLOAT64, false).getDouble();
          }
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }

  /** Gives every parameter its gradient, several at a time, and makes the gradients zero. */
  void update(Update update) {
    List<Parameters.Parameter> all = parameters.all();
    each(
        index -> {
          try (NDManager work = manager.newSubManager()) {
            update.apply(index, all.get(index), gradient(index, work));
          }
          for (Lane lane : lanes) {
            JniUtils.zeroGrad(lane.leaves.get(index));
          }
        });
  }

  private NDArray gradient(int index, NDManager work) {
    NDArray sum = work.zeros(parameters.all().get(index).array().getShape(), parameters.type());
    for (Lane lane : lanes) {
      PtNDArray gradient = JniUtils.getGradient(lane.leaves.get(index));
      if (gradient != null) {
        gradient.attach(work);
        sum.addi(gradient);
      }
    }
    return sum;
  }

  private void each(IntConsumer work) {
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < parameters.all().size(); i++) {
      int index = i;
      futures.add(threads.submit(() -> work.accept(index)));
    }
    futures.forEach(Lanes::result);
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits for those at work: what they read is freed after this. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One thread's view of the weights, with gradients of its own. */
  private final class Lane {
    private final Operators operators = new Operators(manager);
    private final List<PtNDArray> leaves = new ArrayList<>();

    Lane() {
      for (Parameters.Parameter parameter : parameters.all()) {
        // The same memory, but another leaf of the graph.
        PtNDArray leaf = JniUtils.detachGradient((PtNDArray) parameter.array());
        JniUtils.attachGradient(leaf, true);
        leaves.add(leaf);
      }
    }

    Sums run(List<Batch> work, @Nullable Weights weights) {
      double main = 0;
      double mtp = 0;
      double balance = 0;
      Map<Integer, long[]> loads = new TreeMap<>();
      for (Batch batch : work) {
        try (NDManager pass = manager.newSubManager()) {
          Map<String, NDArray> named = new LinkedHashMap<>();
          List<Parameters.Parameter> all = parameters.all();
          for (int i = 0; i < all.size(); i++) {
            // So that results belong to the pass whichever side of an operator a weight is on.
            leaves.get(i).tempAttach(pass);
            named.put(all.get(i).name(), leaves.get(i));
          }
          JniUtils.setGradMode(weights != null);
          Glm glm = new Glm(shape, operators, named, parameters.biases(), pass);
          Glm.Losses losses = glm.losses(batch);
          if (weights != null) {
            NDArray loss =
                weighted(losses.main(), weights.main, pass)
                    .add(weighted(losses.mtp(), weights.mtp, pass))
                    .add(weighted(losses.balance(), weights.balance, pass));
            NDArray one = pass.ones(new Shape(), loss.getDataType());
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
          }
          main += value(losses.main());
          mtp += value(losses.mtp());
          balance += value(losses.balance());
          add(loads, glm.loads());
        } finally {
          JniUtils.setGradMode(false);
        }
      }
      return new Sums(main, mtp, balance, loads);
    }

    private static NDArray weighted(NDArray loss, double weight, NDManager pass) {
      return loss.mul(Glm.constant(pass, weight, loss.getDataType()));
    }

    private static double value(NDArray array) {
      Number[] numbers = array.stopGradient().toArray();
      return numbers[0].doubleValue();
    }
  }
}
