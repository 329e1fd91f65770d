package io.winnow.dedup.kmeans;

import static io.winnow.corpus.Require.require;

import java.util.Arrays;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/*
 * Lloyd's iterations on the unit sphere: each vector goes to the centroid of largest cosine, each
 * centroid becomes the mean of its vectors, scaled to length 1 [1]. It starts from vectors drawn one
 * after another, each with a chance that grows with its distance to those drawn before (k-means++
 * [2], with 1 - cosine for the squared distance, to which it is proportional on the sphere). A
 * centroid without vectors moves to the vector that is farthest from its own.
 *
 * Everything is decided by the vectors' order and the seed: which centroid is nearest is found in
 * parallel, in batches whose results do not depend on each other, but sums are added in the vectors'
 * order.
 *
 * [1] Dhillon, Modha: Concept decompositions for large sparse text data using clustering, 2001.
 * [2] Arthur, Vassilvitskii: k-means++: the advantages of careful seeding, 2007.
 */
/**
 * Spherical k-means; the same centroids for the same vectors in the same order, on machines of one
 * kind: ONNX Runtime multiplies by other kernels, which add in another order, where the processor
 * has other instructions.
 *
 * <p>Memory: 4 bytes a dimension of each vector, 16 of each centroid.
 */
public final class SphericalKMeans {
  /**
   * Above this many centroids the start is drawn evenly: drawing with care costs as one pass each.
   */
  static final int MAXIMUM_CAREFUL_START = 2000;

  private final float[] vectors;
  private final int count;
  private final int dimensions;
  private final int clusters;
  private final int[] nearest;
  private final float[] cosines;

  /**
   * @param vectors of length 1; shape (count, dimensions)
   * @param clusters 1 to count
   */
  public SphericalKMeans(float[] vectors, int count, int dimensions, int clusters) {
    require(
        clusters >= 1 && clusters <= count,
        "clusters must be 1 to %d, but was %d",
        count,
        clusters);
    this.vectors = vectors;
    this.count = count;
    this.dimensions = dimensions;
    this.clusters = clusters;
    this.nearest = new int[count];
    this.cosines = new float[count];
  }

  /**
   * The centroids; shape (clusters, dimensions).
   *
   * @param iterations at most; it ends when no vector changes its centroid
   */
  public float[] centroids(long seed, int iterations) {
    float[] centroids = start(new SplittableRandom(seed));
    int[] assigned = new int[count];
    Arrays.fill(assigned, -1);
    Queue<NearestRows> free = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < iterations; i++) {
      assign(centroids, free);
      if (Arrays.equals(nearest, assigned)) {
        break;
      }
      System.arraycopy(nearest, 0, assigned, 0, count);
      centroids = means(centroids);
    }
    free.forEach(NearestRows::close);
    return centroids;
  }

  private void assign(float[] centroids, Queue<NearestRows> free) {
    int batches = (count + NearestRows.BATCH - 1) / NearestRows.BATCH;
    IntStream.range(0, batches)
        .parallel()
        .forEach(
            batch -> {
              NearestRows polled = free.poll();
              NearestRows search = polled == null ? new NearestRows(dimensions, 1) : polled;
              int from = batch * NearestRows.BATCH;
              int number = Math.min(NearestRows.BATCH, count - from);
              search.find(vectors, from, number, centroids, clusters, nearest, cosines);
              free.add(search);
            });
  }

  private float[] start(SplittableRandom random) {
    float[] centroids = new float[clusters * dimensions];
    if (clusters > MAXIMUM_CAREFUL_START) {
      int[] order = IntStream.range(0, count).toArray();
      for (int i = 0; i < clusters; i++) {
        int other = i + random.nextInt(count - i);
        int drawn = order[other];
        order[other] = order[i];
        order[i] = drawn;
        copy(drawn, centroids, i);
      }
      return centroids;
    }
    double[] distance = new double[count];
    Arrays.fill(distance, 1);
    for (int i = 0; i < clusters; i++) {
      copy(draw(distance, random), centroids, i);
      int drawn = i;
      IntStream.range(0, count)
          .parallel()
          .forEach(
              row -> {
                double cosine = Vectors.dot(vectors, row, centroids, drawn, dimensions);
                double far = Math.max(0, 1 - cosine);
                distance[row] = drawn == 0 ? far : Math.min(distance[row], far);
              });
    }
    return centroids;
  }

  /** A row with a chance in proportion to its distance; any row where all are at distance 0. */
  private int draw(double[] distance, SplittableRandom random) {
    double sum = 0;
    for (double value : distance) {
      sum += value;
    }
    double at = random.nextDouble() * sum;
    for (int row = 0; row < count; row++) {
      at -= distance[row];
      if (at < 0) {
        return row;
      }
    }
    return random.nextInt(count);
  }

  private void copy(int row, float[] centroids, int to) {
    System.arraycopy(vectors, row * dimensions, centroids, to * dimensions, dimensions);
  }

  private float[] means(float[] before) {
    double[] sums = new double[clusters * dimensions];
    int[] sizes = new int[clusters];
    for (int row = 0; row < count; row++) {
      int at = nearest[row] * dimensions;
      int from = row * dimensions;
      for (int i = 0; i < dimensions; i++) {
        sums[at + i] += vectors[from + i];
      }
      sizes[nearest[row]]++;
    }
    float[] means = new float[sums.length];
    for (int cluster = 0; cluster < clusters; cluster++) {
      if (sizes[cluster] == 0) {
        int farthest = 0;
        for (int row = 1; row < count; row++) {
          farthest = cosines[row] < cosines[farthest] ? row : farthest;
        }
        cosines[farthest] = 2;
        copy(farthest, means, cluster);
      } else {
        scale(sums, means, cluster, before);
      }
    }
    return means;
  }

  private void scale(double[] sums, float[] means, int cluster, float[] before) {
    int at = cluster * dimensions;
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      squares += sums[at + i] * sums[at + i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < dimensions; i++) {
      // Vectors that cancel each other out have no mean direction: the centroid stays.
      means[at + i] = length < 1e-12 ? before[at + i] : (float) (sums[at + i] / length);
    }
  }
}
