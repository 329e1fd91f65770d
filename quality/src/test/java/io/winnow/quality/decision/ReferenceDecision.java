package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.Likeness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The decision written down once more, in memory and as plainly as it is meant. */
final class ReferenceDecision {
  final SortedMap<String, String> prefilter = new TreeMap<>();
  final SortedMap<String, String> decisions = new TreeMap<>();
  final List<String> exact = new ArrayList<>();

  private final List<Doc> docs;
  private final Policy policy;
  private final boolean onlyPrefilter;
  private final Map<Doc, String> dropped = new HashMap<>();

  /** Whom a rule drops that is none of the prefilter. */
  private final Set<Doc> condemned = new HashSet<>();

  ReferenceDecision(List<Doc> docs, Policy policy, boolean onlyPrefilter) {
    this.docs = docs;
    this.policy = policy;
    this.onlyPrefilter = onlyPrefilter;
    for (Doc doc : docs) {
      for (Rule rule : policy.rules()) {
        if (!dropped.containsKey(doc)
            && (rule.kinds().isEmpty()
                || rule.kinds().stream().anyMatch(kind -> kind.word().equals(doc.kind())))
            && (rule.sources().isEmpty() || rule.sources().contains(doc.source()))
            && holds(rule.drop().toString(), doc)) {
          if (rule.prefilter() || !onlyPrefilter) {
            dropped.put(doc, "rules " + rule.name());
          } else {
            condemned.add(doc);
          }
        }
      }
    }
    for (Doc doc : docs) {
      if (doc.denied() && !policy.flags().isEmpty()) {
        dropped.putIfAbsent(doc, "hosts denied-host");
      }
    }
    condemned.removeAll(dropped.keySet());
    if (policy.rounds().contains(Likeness.CONTENT)) {
      content();
    }
    if (!onlyPrefilter) {
      for (Doc doc : docs) {
        if (policy.contaminated() != null
            && doc.contaminated() != null
            && doc.contaminated() >= policy.contaminated().share()) {
          dropped.putIfAbsent(doc, "contamination contaminated");
        }
      }
      if (policy.rounds().contains(Likeness.URL)) {
        url();
      }
    }
    for (Doc doc : docs) {
      String why = dropped.get(doc);
      String line = (why == null) + " " + (why == null ? "null null" : why);
      prefilter.put(doc.name(), line);
      decisions.put(doc.name(), line);
    }
    exact.sort(null);
  }

  /** The few conditions that the tests use. */
  private static boolean holds(String condition, Doc doc) {
    return switch (condition) {
      case "words < 20" -> doc.words() != null && doc.words() < 20;
      case "words < 50" -> doc.words() != null && doc.words() < 50;
      case "words is missing" -> doc.words() == null;
      case "source_uri is missing" -> doc.url() == null;
      case "kind = code" -> doc.kind().equals("code");
      case "text_bytes > 900" -> doc.textBytes() > 900;
      case "source = books" -> doc.source().equals("books");
      default -> throw new IllegalArgumentException(condition);
    };
  }

  private void content() {
    for (List<Doc> group : DocCorpus.groups(docs, Doc::content).values()) {
      Doc survivor = keepOne(group, "exact duplicate-content");
      for (Doc doc : group) {
        exact.add(line(doc.id(), "content", DocCorpus.cluster(group), survivor, group, 1.0));
      }
    }
  }

  private void url() {
    for (List<Doc> group : DocCorpus.groups(docs, Doc::url).values()) {
      Doc survivor = keepOne(group, "exact duplicate-url");
      for (Doc doc : group) {
        Double similarity =
            survivor != null && survivor.content().equals(doc.content()) ? 1.0 : null;
        exact.add(line(doc.id(), "url", DocCorpus.cluster(group), survivor, group, similarity));
      }
    }
  }

  private static String line(
      DocumentId id,
      String by,
      DocumentId cluster,
      @Nullable Doc survivor,
      List<Doc> group,
      @Nullable Double similarity) {
    return String.format(
        "%s %s %s %s %d %s",
        id, by, cluster, survivor == null ? null : survivor.id(), group.size(), similarity);
  }

  private @Nullable Doc keepOne(List<Doc> group, String why) {
    Doc best = null;
    for (Doc doc : group) {
      if (!dropped.containsKey(doc) && (best == null || before(doc, best))) {
        best = doc;
      }
    }
    for (Doc doc : group) {
      if (doc != best) {
        dropped.putIfAbsent(doc, why);
      }
    }
    return best;
  }

  private boolean before(Doc a, Doc b) {
    if (condemned.contains(a) != condemned.contains(b)) {
      return condemned.contains(b);
    }
    for (SurvivorKey key : policy.survivors()) {
      int order =
          switch (key) {
            case BEST_QUALITY -> Double.compare(quality(b), quality(a));
            case LONGEST -> Long.compare(b.textBytes(), a.textBytes());
            case SHORTEST -> Long.compare(a.textBytes(), b.textBytes());
            case NEWEST -> Long.compare(date(b), date(a));
            case SOURCE -> compare(a, b, doc -> policy.sources().indexOf(doc.source()));
            case ID -> a.id().compareTo(b.id());
          };
      if (order != 0) {
        return order < 0;
      }
    }
    return a.id().compareTo(b.id()) < 0;
  }

  private static int compare(Doc a, Doc b, Function<Doc, Integer> key) {
    return Comparator.comparing(key).compare(a, b);
  }

  /** Only what the prefilter lets through has a score, so it plays no part there. */
  private double quality(Doc doc) {
    boolean scored = DocCorpus.QUALITY.keySet().stream().anyMatch(k -> k.word().equals(doc.kind()));
    return onlyPrefilter || !scored || doc.quality() == null ? -1 : doc.quality();
  }

  private static long date(Doc doc) {
    Long date = doc.date();
    return date == null ? Long.MIN_VALUE : date;
  }
}
