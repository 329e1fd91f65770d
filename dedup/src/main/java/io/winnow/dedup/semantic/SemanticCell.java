package io.winnow.dedup.semantic;

import io.winnow.corpus.DocumentId;
import io.winnow.dedup.kmeans.EmbeddingKey;
import io.winnow.dedup.kmeans.InnerProducts;
import io.winnow.dedup.kmeans.InnerProducts.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * The documents of one cell are walked through in the order of preference, and each is compared with
 * those that are kept, not with those that went before it: a chain of similar documents loses every
 * second one at most, not all but the first.
 *
 * Who is kept depends on the threshold, and not in one direction: with a higher one, a document may
 * be kept that takes another one with it. So every document has a bit for each threshold, which says
 * whether it is kept there. Products are computed once for all of them: those of a block of
 * documents with all before it that are kept at one threshold at least, and then with each other.
 *
 * Equal vectors are one: what befalls the preferred document befalls the others, and where it stays
 * they go for it, their cosine being 1. So a million pages with one vector cost no more than one.
 */
/** Compares the documents of cells; belongs to one thread. */
final class SemanticCell implements AutoCloseable {
  /** What one number has bits for. */
  static final int MAXIMUM_THRESHOLDS = 31;

  private final double[] thresholds;
  private final float lowest; // of the thresholds, or a little less
  private final InnerProducts products;
  private final Block current;
  private final List<Block> keptBlocks = new ArrayList<>();
  private final int[] gone = new int[InnerProducts.BLOCK]; // bits of the thresholds
  private final int[] nearest = new int[InnerProducts.BLOCK]; // kept at the first threshold, or -1
  private final float[] most = new float[InnerProducts.BLOCK];

  /**
   * @param thresholds cosines from which on a document goes; the first one decides, of the others
   *     only the numbers of documents are found
   */
  SemanticCell(double[] thresholds, int dimensions) {
    this.thresholds = thresholds.clone();
    double least = Arrays.stream(thresholds).min().orElseThrow();
    this.lowest = (float) least > least ? Math.nextDown((float) least) : (float) least;
    this.products = new InnerProducts(dimensions);
    this.current = products.block();
  }

  /**
   * One document.
   *
   * @param order the smaller its bytes, the sooner it is kept
   * @param neighbours cells where it is looked for a second time
   */
  record Member(long rowId, DocumentId id, byte[] order, byte[] embedding, int[] neighbours) {
    Member(long rowId, DocumentId id, byte[] order, byte[] embedding) {
      this(rowId, id, order, embedding, new int[0]);
    }

    static final Comparator<Member> PREFERRED =
        Comparator.comparing(Member::order, Arrays::compareUnsigned).thenComparing(Member::id);
  }

  /** Hears of every document and the one that it goes for, which is itself where it is kept. */
  interface Survivors {
    void accept(Member member, Member survivor, double similarity);
  }

  /**
   * @param members in any order; sorted here
   * @param survivors hears of the members in the order of preference
   * @return how many documents go at each threshold
   */
  long[] compare(List<Member> members, Survivors survivors) {
    members.sort(Member.PREFERRED);
    List<Member> distinct = new ArrayList<>();
    int[] place = new int[members.size()]; // among the distinct ones
    Map<EmbeddingKey, Integer> places = new HashMap<>();
    for (int i = 0; i < place.length; i++) {
      Member member = members.get(i);
      Integer known = places.putIfAbsent(new EmbeddingKey(member.embedding()), distinct.size());
      place[i] = known == null ? distinct.size() : known;
      if (known == null) {
        distinct.add(member);
      }
    }
    int[] survivor = new int[distinct.size()];
    float[] similarity = new float[distinct.size()];
    int[] lost = walk(distinct, survivor, similarity);
    long[] all = new long[thresholds.length];
    boolean[] seen = new boolean[distinct.size()];
    for (int i = 0; i < place.length; i++) {
      int at = place[i];
      for (int t = 0; t < all.length; t++) {
        all[t] += seen[at] || (lost[at] >> t & 1) == 1 ? 1 : 0;
      }
      seen[at] = true;
      double cosine = survivor[at] == at ? 1 : Math.min(1, similarity[at]);
      survivors.accept(members.get(i), distinct.get(survivor[at]), cosine);
    }
    return all;
  }

  /**
   * @return for each member the bits of the thresholds at which it goes
   */
  private int[] walk(List<Member> members, int[] survivor, float[] similarity) {
    int[] lost = new int[members.size()];
    int[] kept = new int[members.size()]; // those kept at any threshold, by their place
    int keptCount = 0;
    int everyThreshold = (1 << thresholds.length) - 1;
    keptBlocks.forEach(Block::clear);
    for (int from = 0; from < lost.length; from += InnerProducts.BLOCK) {
      int number = Math.min(InnerProducts.BLOCK, lost.length - from);
      current.clear();
      members.subList(from, from + number).forEach(member -> current.add(member.embedding()));
      Arrays.fill(gone, 0);
      Arrays.fill(most, Float.NEGATIVE_INFINITY);
      for (int first = 0; first < keptCount; first += InnerProducts.BLOCK) {
        Block before = keptBlocks.get(first / InnerProducts.BLOCK);
        lookBack(products.multiply(current, before), number, kept, first, before.count(), lost);
      }
      float[] own = products.multiply(current, current);
      for (int i = 0; i < number; i++) {
        for (int j = 0; j < i; j++) {
          float product = own[i * InnerProducts.BLOCK + j];
          if (product >= lowest) {
            take(i, from + j, ~lost[from + j], product);
          }
        }
        lost[from + i] = gone[i];
        survivor[from + i] = (gone[i] & 1) == 1 ? nearest[i] : from + i;
        similarity[from + i] = most[i];
        if (gone[i] != everyThreshold) {
          keep(i, keptCount);
          kept[keptCount++] = from + i;
        }
      }
    }
    return lost;
  }

  private void lookBack(float[] found, int number, int[] kept, int first, int columns, int[] lost) {
    for (int i = 0; i < number; i++) {
      int line = i * InnerProducts.BLOCK;
      for (int j = 0; j < columns; j++) {
        float product = found[line + j];
        if (product >= lowest) {
          int other = kept[first + j];
          take(i, other, ~lost[other], product);
        }
      }
    }
  }

  /** A document of the current block is as near as this to another one, kept at some thresholds. */
  private void take(int i, int other, int keptAt, float product) {
    for (int t = 0; t < thresholds.length; t++) {
      if ((keptAt >> t & 1) == 1 && product >= thresholds[t]) {
        gone[i] |= 1 << t;
        if (t == 0 && product > most[i]) {
          most[i] = product;
          nearest[i] = other;
        }
      }
    }
  }

  private void keep(int row, int keptCount) {
    int block = keptCount / InnerProducts.BLOCK;
    if (block == keptBlocks.size()) {
      keptBlocks.add(products.block());
    }
    keptBlocks.get(block).add(current, row);
  }

  @Override
  public void close() {
    products.close();
  }
}
