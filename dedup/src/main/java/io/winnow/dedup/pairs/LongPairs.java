package io.winnow.dedup.pairs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing list of pairs of 64-bit numbers in two arrays, and its sorting: by first, then second,
 * both unsigned.
 *
 * <p>Memory: 16 bytes a pair, twice that while it grows or sorts.
 */
public final class LongPairs {
  private static final int DIGIT_BITS = 8;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private long[] firsts = new long[1024];
  private long[] seconds = new long[1024];
  private int size;

  public int size() {
    return size;
  }

  public long first(int index) {
    return firsts[index];
  }

  public long second(int index) {
    return seconds[index];
  }

  public void add(long first, long second) {
    if (size == firsts.length) {
      int capacity = Math.multiplyExact(size, 2);
      firsts = Arrays.copyOf(firsts, capacity);
      seconds = Arrays.copyOf(seconds, capacity);
    }
    firsts[size] = first;
    seconds[size] = second;
    size++;
  }

  /** Radix sort from the last digit on; digits that all pairs share cost one look. */
  public void sort() {
    long[] fromFirst = firsts;
    long[] fromSecond = seconds;
    long[] toFirst = new long[size];
    long[] toSecond = new long[size];
    for (int pass = 0; pass < 2 * Long.SIZE / DIGIT_BITS; pass++) {
      boolean bySecond = pass < Long.SIZE / DIGIT_BITS;
      int shift = pass * DIGIT_BITS % Long.SIZE;
      long[] digits = bySecond ? fromSecond : fromFirst;
      int[] ends = counts(digits, shift);
      if (ends == null) {
        continue;
      }
      for (int i = 0; i < size; i++) {
        int place = ends[(int) (digits[i] >>> shift) & (DIGITS - 1)]++;
        toFirst[place] = fromFirst[i];
        toSecond[place] = fromSecond[i];
      }
      long[] freeFirst = fromFirst;
      long[] freeSecond = fromSecond;
      fromFirst = toFirst;
      fromSecond = toSecond;
      toFirst = freeFirst.length >= size ? freeFirst : new long[size];
      toSecond = freeSecond.length >= size ? freeSecond : new long[size];
    }
    firsts = fromFirst;
    seconds = fromSecond;
  }

  /** Where each digit's pairs begin; null if all pairs have one digit. */
  private int @Nullable [] counts(long[] values, int shift) {
    int[] starts = new int[DIGITS];
    for (int i = 0; i < size; i++) {
      starts[(int) (values[i] >>> shift) & (DIGITS - 1)]++;
    }
    int sum = 0;
    for (int i = 0; i < DIGITS; i++) {
      int count = starts[i];
      if (count == size) {
        return null;
      }
      starts[i] = sum;
      sum += count;
    }
    return starts;
  }
}
