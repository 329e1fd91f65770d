package io.winnow.report.statistics;

/** How many clusters there are of each {@link SizeClass}, and how many members they have. */
public final class ClusterSizes {
  private final long[] clusters = new long[SizeClass.CLASSES];
  private final long[] members = new long[SizeClass.CLASSES];

  ClusterSizes() {}

  void add(long size) {
    restore(SizeClass.of(size), 1, size);
  }

  void restore(int sizeClass, long moreClusters, long moreMembers) {
    clusters[sizeClass] = Math.addExact(clusters[sizeClass], moreClusters);
    members[sizeClass] = Math.addExact(members[sizeClass], moreMembers);
  }

  void merge(ClusterSizes other) {
    for (int i = 0; i < SizeClass.CLASSES; i++) {
      restore(i, other.clusters[i], other.members[i]);
    }
  }

  public long clusters(int sizeClass) {
    return clusters[sizeClass];
  }

  public long members(int sizeClass) {
    return members[sizeClass];
  }
}
