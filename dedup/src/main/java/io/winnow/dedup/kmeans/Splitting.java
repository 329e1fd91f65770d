package io.winnow.dedup.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * Splits a cell that is too large by its sample: as long as some part has more of the sample than
 * is allowed, it is replaced by two, found by k-means over its vectors, and every vector goes to the
 * nearest part anew, since that is how the rest of the cell will be dealt out. A part that k-means
 * cannot split, whose vectors are all the same or nearly so, stays as it is.
 */
/** Parts of a cell, each of which is small enough where its vectors can be told apart. */
public final class Splitting {
  private static final int ITERATIONS = 20;
  private static final int ROUNDS = 100;

  private final float[] vectors; // (count, dimensions)
  private final int count;
  private final int dimensions;
  private final int most;
  private final long seed;

  /**
   * @param vectors of length 1; shape (count, dimensions)
   * @param most vectors that a part may have
   */
  public Splitting(float[] vectors, int count, int dimensions, int most, long seed) {
    this.vectors = vectors;
    this.count = count;
    this.dimensions = dimensions;
    this.most = most;
    this.seed = seed;
  }

  /**
   * One part.
   *
   * @param whole whether it cannot be split
   */
  private record Part(float[] centroid, boolean whole) {}

  /** The centroids of the parts. */
  public List<float[]> parts() {
    List<Part> parts = List.of(new Part(means(range(count), 1)[0], false));
    for (int round = 0; round < ROUNDS; round++) {
      int[][] members = assign(parts);
      List<Part> next = new ArrayList<>();
      for (int i = 0; i < members.length; i++) {
        next.addAll(split(parts.get(i), members[i]));
      }
      boolean done = next.size() == parts.size();
      parts = next;
      if (done) {
        break;
      }
    }
    return parts.stream().map(Part::centroid).toList();
  }

  private List<Part> split(Part part, int[] members) {
    if (part.whole || members.length <= most) {
      return List.of(part);
    }
    float[][] halves = means(members, 2);
    return Arrays.equals(halves[0], halves[1])
        ? List.of(new Part(part.centroid, true))
        : List.of(new Part(halves[0], false), new Part(halves[1], false));
  }

  private static int[] range(int count) {
    int[] all = new int[count];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private float[][] means(int[] rows, int clusters) {
    float[] some = new float[rows.length * dimensions];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(vectors, rows[i] * dimensions, some, i * dimensions, dimensions);
    }
    float[] found =
        new SphericalKMeans(some, rows.length, dimensions, clusters).centroids(seed, ITERATIONS);
    float[][] means = new float[clusters][];
    for (int i = 0; i < clusters; i++) {
      means[i] = Arrays.copyOfRange(found, i * dimensions, (i + 1) * dimensions);
    }
    return means;
  }

  /** For each part the vectors that are nearest to it. */
  private int[][] assign(List<Part> parts) {
    float[] rows = new float[parts.size() * dimensions];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i).centroid, 0, rows, i * dimensions, dimensions);
    }
    int[] nearest = new int[count];
    float[] products = new float[count];
    try (NearestRows search = new NearestRows(dimensions, 1)) {
      for (int from = 0; from < count; from += NearestRows.BATCH) {
        int number = Math.min(NearestRows.BATCH, count - from);
        search.find(vectors, from, number, rows, parts.size(), nearest, products);
      }
    }
    int[] sizes = new int[parts.size()];
    for (int part : nearest) {
      sizes[part]++;
    }
    int[][] members = new int[sizes.length][];
    Arrays.setAll(members, part -> new int[sizes[part]]);
    for (int i = count - 1; i >= 0; i--) {
      members[nearest[i]][--sizes[nearest[i]]] = i;
    }
    return members;
  }
}
