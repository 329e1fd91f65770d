package io.winnow.dedup.semantic;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Compares the documents of one cell. They are walked through in the order of preference, and each
 * is compared with those that are kept, not with those that went before it: a chain of similar
 * documents loses every second one at most, not all but the first.
 */
final class SemanticCell {
  private SemanticCell() {}

  /**
   * One document.
   *
   * @param order the smaller its bytes, the sooner it is kept
   */
  record Member(long rowId, DocumentId id, byte[] order, byte[] embedding) {}

  /** Hears of every member of every cluster of two and more. */
  interface Clusters {
    void accept(Member member, DocumentId cluster, Member survivor, long size, double similarity);
  }

  /**
   * @param members in any order; sorted here
   * @param threshold cosine from which on a document goes
   */
  static void compare(List<Member> members, double threshold, Clusters clusters) {
    members.sort(
        Comparator.comparing(Member::order, Arrays::compareUnsigned).thenComparing(Member::id));
    int count = members.size();
    int dimensions = members.get(0).embedding().length / 2;
    require(
        (long) count * dimensions <= Integer.MAX_VALUE - 8,
        "one cluster of k-means has %,d documents, which cannot be compared in one worker:"
            + " semdedup.clusters must be more",
        count);
    float[] kept = new float[count * dimensions]; // the vectors of those kept so far
    int[] keptMembers = new int[count];
    int[] survivor = new int[count];
    double[] similarity = new double[count];
    int[] sizes = new int[count];
    DocumentId[] names = new DocumentId[count];
    float[] vector = new float[dimensions];
    int keptCount = 0;
    for (int i = 0; i < count; i++) {
      Member member = members.get(i);
      Embedding.read(member.embedding(), vector);
      Vectors.normalize(vector);
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      if (keptCount > 0) {
        best = Vectors.nearest(vector, 0, kept, keptCount, dimensions);
        most = Vectors.dot(vector, 0, kept, best, dimensions);
      }
      if (most >= threshold) {
        survivor[i] = keptMembers[best];
        similarity[i] = Math.min(1, most);
      } else {
        survivor[i] = i;
        similarity[i] = 1;
        System.arraycopy(vector, 0, kept, keptCount * dimensions, dimensions);
        keptMembers[keptCount++] = i;
      }
      int of = survivor[i];
      sizes[of]++;
      DocumentId name = names[of];
      names[of] = name == null || member.id().compareTo(name) < 0 ? member.id() : name;
    }
    for (int i = 0; i < count; i++) {
      int of = survivor[i];
      if (sizes[of] > 1) {
        clusters.accept(members.get(i), names[of], members.get(of), sizes[of], similarity[i]);
      }
    }
  }
}
