package io.winnow.dedup.repeats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.repeats.RepeatCorpus.Doc;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindPassagesTest {
  private static final Pattern WORD = Pattern.compile("\\p{IsHan}|[\\p{L}\\p{N}&&[^\\p{IsHan}]]+");

  @TempDir Path folder;
  private int corpora;

  private Map<DocumentId, BitSet> cut(RepeatParameters parameters, List<Doc> docs, int shards)
      throws IOException {
    CorpusFolder corpus = new CorpusFolder(folder.resolve("corpus-" + corpora++).toString());
    List<Shard> written = RepeatCorpus.write(corpus, docs, shards);
    RepeatCorpus.search(
        Runners.direct(2),
        corpus,
        written,
        FindRepeats.fingerprints(parameters),
        FindRepeats.passages(parameters));
    return RepeatCorpus.cut(parameters, corpus, docs, written);
  }

  private static RepeatParameters passages(int words, int occurrences, int documents) {
    return new RepeatParameters(
        Set.of(Unit.PASSAGE), 1, 0, occurrences, documents, words, Set.of(Kind.WEB));
  }

  private record Word(String form, int start, int end) {}

  private record Place(DocumentId id, int first) {}

  private static List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(new Word(matcher.group().toLowerCase(Locale.ROOT), matcher.start(), matcher.end()));
    }
    return words;
  }

  private static String form(List<Word> words) {
    return String.join(" ", words.stream().map(Word::form).toList());
  }

  private static Map<String, List<Place>> repeated(RepeatParameters parameters, List<Doc> docs) {
    Map<String, List<Place>> windows = new HashMap<>();
    for (Doc doc : docs) {
      List<Word> words = words(doc.text());
      for (int i = 0; i + parameters.passageWords() <= words.size() && doc.kept(); i++) {
        windows
            .computeIfAbsent(
                form(words.subList(i, i + parameters.passageWords())), key -> new ArrayList<>())
            .add(new Place(doc.id(), i));
      }
    }
    windows
        .values()
        .removeIf(
            places ->
                places.size() < parameters.minimumOccurrences()
                    || places.stream().map(Place::id).distinct().count()
                        < parameters.minimumDocuments());
    return windows;
  }

  /** Where all of a text is repeated, each of its words begins a part. */
  @Test
  void partitionsAreManyEnoughWhereEverythingIsRepeated() {
    RepeatParameters parameters = passages(50, 2, 1);
    String text =
        "the old ferry crosses a wide river twice every day and carries grain ".repeat(900);
    long parts = words(text).size() - parameters.passageWords() + 1;
    long copies = 1_000_000;
    Shard shard = new Shard(0, "s0", copies, text.length() * copies);
    Partitions partitions = SearchParts.passages(parameters).partitions(List.of(shard));
    long each = parts * copies / partitions.count();
    assertTrue(each > 250_000 && each < 750_000, each + " parts in each partition");
  }

  /** Against every window of every text; and every repeated one is still there as a whole. */
  @Test
  void everyRepeatedPassageIsFoundAndOneCopyStays() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 10; round++) {
      RepeatParameters parameters =
          passages(8 + random.nextInt(10), 2 + random.nextInt(2), 1 + random.nextInt(3));
      List<Doc> docs = random(random, 2 + random.nextInt(40));
      Map<DocumentId, BitSet> cuts = cut(parameters, docs, 1 + random.nextInt(4));
      Map<String, List<Place>> repeated = repeated(parameters, docs);
      Map<DocumentId, BitSet> stays = new HashMap<>();
      Map<DocumentId, BitSet> goes = new HashMap<>();
      for (List<Place> places : repeated.values()) {
        places.sort(Comparator.comparing(Place::id).thenComparing(Place::first));
        for (Place place : places) {
          (place == places.get(0) ? stays : goes)
              .computeIfAbsent(place.id, id -> new BitSet())
              .set(place.first, place.first + parameters.passageWords());
        }
      }
      String at = "seed " + seed + ", round " + round + ", " + parameters;
      List<String> left = new ArrayList<>();
      for (Doc doc : docs) {
        if (doc.kept()) {
          BitSet expected = goes.getOrDefault(doc.id(), new BitSet());
          expected.andNot(stays.getOrDefault(doc.id(), new BitSet()));
          BitSet cut = cuts.get(doc.id());
          List<Word> words = words(doc.text());
          for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            int signs = cut.get(word.start, word.end).cardinality();
            assertEquals(
                expected.get(i) ? word.end - word.start : 0,
                signs,
                at + ": word " + i + " of " + doc.text());
          }
          String rest = RepeatCorpus.left(doc.text(), cut);
          assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(rest), at);
          left.add(form(words(rest)));
        }
      }
      for (String passage : repeated.keySet()) {
        assertTrue(left.stream().anyMatch(text -> text.contains(passage)), at + ": " + passage);
      }
    }
  }

  /** Texts that quote each other, and themselves, from anywhere to anywhere. */
  private static List<Doc> random(Random random, int documents) {
    List<String> pool = new ArrayList<>();
    String[] rare = {"河", "雨", "Ünïcödé", "réd", "x1", "😀", "𝒜", ",", "--", "\n", "\n\n", "e.g."};
    List<Doc> docs = new ArrayList<>();
    Set<DocumentId> ids = new HashSet<>();
    while (docs.size() < documents) {
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(4); pieces >= 0; pieces--) {
        if (!pool.isEmpty() && random.nextBoolean()) {
          String[] quoted = pool.get(random.nextInt(pool.size())).split(" ");
          // A quotation of nothing but spaces has no parts.
          int from = random.nextInt(Math.max(1, quoted.length));
          int to = Math.min(quoted.length, from + random.nextInt(40));
          for (int i = from; i < to; i++) {
            text.append(random.nextInt(9) == 0 ? quoted[i].toUpperCase(Locale.ROOT) : quoted[i]);
            text.append(' ');
          }
        } else {
          int alphabet = random.nextInt(4) == 0 ? 2 : 400;
          for (int i = random.nextInt(40); i >= 0; i--) {
            boolean odd = random.nextInt(6) == 0;
            text.append(odd ? rare[random.nextInt(rare.length)] : "w" + random.nextInt(alphabet));
            text.append(' ');
          }
        }
      }
      DocumentId id = Digest.ofText(text + "" + documents);
      if (ids.add(id)) {
        pool.add(text.toString());
        docs.add(new Doc(id, Kind.WEB, random.nextInt(8) > 0, text.toString()));
      }
    }
    return docs;
  }

  @Test
  void aCutTakesItsMarksAndBlanksButNoLineBreakAndNoCode() throws IOException {
    String passage = "One two three four, five six seven (eight) nine ten!";
    String code = "\n\n    one two three four five six seven eight nine ten\n";
    List<Doc> docs =
        List.of(
            new Doc(new DocumentId(1, 0), Kind.WEB, true, "First: " + passage + code),
            new Doc(
                new DocumentId(2, 0), Kind.WEB, true, "Second: " + passage + " (End)\nYes." + code),
            new Doc(new DocumentId(3, 0), Kind.WEB, true, "Third " + passage + "\nLast."));
    Map<DocumentId, BitSet> cuts = cut(passages(10, 2, 2), docs, 2);
    assertTrue(cuts.get(docs.get(0).id()).isEmpty());
    assertEquals(
        "Second: (End)\nYes." + code,
        RepeatCorpus.left(docs.get(1).text(), cuts.get(docs.get(1).id())));
    assertEquals(
        "Third \nLast.", RepeatCorpus.left(docs.get(2).text(), cuts.get(docs.get(2).id())));
  }
}
