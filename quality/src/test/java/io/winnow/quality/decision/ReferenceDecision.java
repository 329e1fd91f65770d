package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The decision written down once more, in memory and as plainly as it is meant. */
final class ReferenceDecision {
  final SortedMap<String, String> prefilter = new TreeMap<>();
  final SortedMap<String, String> decisions = new TreeMap<>();
  final List<String> exact = new ArrayList<>();
  final List<String> minhash = new ArrayList<>();

  private final List<Doc> docs;
  private final Policy policy;
  private final Map<Doc, String> dropped = new HashMap<>();

  /** Whose signature stands for a document among the near copies. */
  private final Map<Doc, Doc> stand = new HashMap<>();

  ReferenceDecision(List<Doc> docs, Policy policy, boolean onlyPrefilter) {
    this.docs = docs;
    this.policy = policy;
    for (Doc doc : docs) {
      for (Rule rule : policy.rules()) {
        if (!dropped.containsKey(doc)
            && (rule.prefilter() || !onlyPrefilter)
            && (rule.kinds().isEmpty()
                || rule.kinds().stream().anyMatch(kind -> kind.word().equals(doc.kind())))
            && (rule.sources().isEmpty() || rule.sources().contains(doc.source()))
            && holds(rule.drop().toString(), doc)) {
          dropped.put(doc, "rules " + rule.name());
        }
      }
    }
    if (policy.rounds().contains(Likeness.CONTENT)) {
      content();
    }
    if (!onlyPrefilter) {
      if (policy.rounds().contains(Likeness.URL)) {
        url();
      }
      if (policy.rounds().contains(Likeness.MINHASH)) {
        minhash();
      }
    }
    for (Doc doc : docs) {
      String why = dropped.get(doc);
      String line = (why == null) + " " + (why == null ? "null null" : why);
      prefilter.put(doc.name(), line);
      decisions.put(doc.name(), doc.source() + " " + doc.kind() + " " + line + " null null");
    }
    exact.sort(null);
    minhash.sort(null);
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
      if (survivor != null && survivor.minhash() == null) {
        for (Doc doc : group) {
          if (doc.minhash() != null) {
            stand.put(survivor, doc);
          }
        }
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

  private void minhash() {
    for (Map.Entry<String, List<Doc>> named : DocCorpus.groups(docs, Doc::minhash).entrySet()) {
      DocumentId cluster = DocCorpus.cluster(named.getValue());
      List<Doc> group = new ArrayList<>(named.getValue());
      stand.forEach(
          (heir, equal) -> {
            if (named.getKey().equals(equal.minhash())) {
              group.add(heir);
            }
          });
      Doc survivor = keepOne(group, "minhash near-duplicate");
      DocumentId at = survivor == null ? null : stand.getOrDefault(survivor, survivor).id();
      for (Doc doc : group) {
        minhash.add(
            String.format(
                "%s %s %s %s %d",
                doc.id(), cluster, survivor == null ? null : survivor.id(), at, group.size()));
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
    for (SurvivorKey key : policy.survivors()) {
      int order =
          switch (key) {
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

  private static long date(Doc doc) {
    Long date = doc.date();
    return date == null ? Long.MIN_VALUE : date;
  }
}
