package io.winnow.report.statistics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.BitSet;

/**
 * What each rule holds for, asked alone: whatever became of the documents, and however many rules
 * hold for them.
 *
 * <p>Memory: 8 bytes for each pair of rules.
 */
public final class RuleCounts {
  private final int rules;
  private final Amount[] alone;
  private final Amount[] only;
  private final long[][] both; // (one, other), only where one < other

  RuleCounts(int rules) {
    this.rules = rules;
    alone = new Amount[rules];
    only = new Amount[rules];
    both = new long[rules][rules];
    for (int i = 0; i < rules; i++) {
      alone[i] = Amount.NONE;
      only[i] = Amount.NONE;
    }
  }

  /**
   * Counts a document.
   *
   * @param holding numbers of the rules that hold for it
   */
  void add(BitSet holding, Amount amount) {
    for (int i = holding.nextSetBit(0); i >= 0; i = holding.nextSetBit(i + 1)) {
      alone[i] = alone[i].plus(amount);
      if (holding.cardinality() == 1) {
        only[i] = only[i].plus(amount);
      }
      for (int j = holding.nextSetBit(i + 1); j >= 0; j = holding.nextSetBit(j + 1)) {
        both[i][j]++;
      }
    }
  }

  void merge(RuleCounts other) {
    for (int i = 0; i < rules; i++) {
      alone[i] = alone[i].plus(other.alone[i]);
      only[i] = only[i].plus(other.only[i]);
      for (int j = i + 1; j < rules; j++) {
        both[i][j] = Math.addExact(both[i][j], other.both[i][j]);
      }
    }
  }

  /** What a rule would take if it were the only one. */
  public Amount alone(int rule) {
    return alone[rule];
  }

  /** Of that, what no other rule would take. */
  public Amount only(int rule) {
    return only[rule];
  }

  /** Documents for which two different rules hold. */
  public long both(int one, int other) {
    return both[Math.min(one, other)][Math.max(one, other)];
  }

  void write(JsonGenerator json, String field) throws IOException {
    json.writeArrayFieldStart(field);
    for (int i = 0; i < rules; i++) {
      json.writeStartObject();
      StatisticsJson.writeAmount(json, "alone", alone[i]);
      StatisticsJson.writeAmount(json, "only", only[i]);
      json.writeArrayFieldStart("with");
      for (int j = i + 1; j < rules; j++) {
        if (both[i][j] > 0) {
          json.writeArray(new long[] {j, both[i][j]}, 0, 2);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  void read(JsonNode json) {
    for (int i = 0; i < rules; i++) {
      JsonNode rule = json.required(i);
      alone[i] = StatisticsJson.amount(rule.required("alone"));
      only[i] = StatisticsJson.amount(rule.required("only"));
      for (JsonNode with : rule.required("with")) {
        both[i][with.required(0).intValue()] = with.required(1).longValue();
      }
    }
  }
}
