package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.text.Sentences;
import io.winnow.dedup.repeats.RepeatCorpus.Doc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The second opinion: strings in a map, every unit in full. */
final class ReferenceRepeats {
  private static final String BLANKS =
      "[\\s\\x1c-\\x1f\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";

  private final RepeatParameters parameters;
  private final Map<String, List<Occurrence>> occurrences = new LinkedHashMap<>();

  private record Piece(int start, int end, boolean code) {}

  private record Occurrence(Doc doc, List<Piece> pieces) {
    int start() {
      return pieces.get(0).start;
    }
  }

  ReferenceRepeats(RepeatParameters parameters, List<Doc> docs) {
    this.parameters = parameters;
    for (Doc doc : docs) {
      if (doc.kept() && parameters.kinds().contains(doc.kind())) {
        addAll(doc);
      }
    }
    occurrences
        .values()
        .removeIf(
            all ->
                all.size() < parameters.minimumOccurrences()
                    || all.stream().map(Occurrence::doc).distinct().count()
                        < parameters.minimumDocuments());
  }

  private void addAll(Doc doc) {
    boolean source = doc.kind() == Kind.CODE;
    List<Piece> sentences = new ArrayList<>();
    List<List<Piece>> paragraphs = new ArrayList<>();
    boolean fenced = false;
    boolean open = false;
    int at = 0;
    for (String line : doc.text().split("\n", -1)) {
      String stripped = line.replaceAll("^" + BLANKS + "|" + BLANKS + "$", "");
      if (stripped.isEmpty()) {
        open = false;
      } else {
        int from = at + line.indexOf(stripped);
        int end = from + stripped.length();
        boolean fence = stripped.startsWith("```");
        fenced = fence != fenced;
        boolean code =
            !source && (fence || fenced || line.matches("(?s)(\t|\\s{4}).*|.*[{};\\\\]\\s*"));
        List<Piece> pieces = new ArrayList<>();
        if (code || source) {
          pieces.add(new Piece(from, end, code));
        } else {
          for (int start = from; start < end; ) {
            int next = Sentences.next(doc.text(), start, end);
            String sentence = doc.text().substring(start, next);
            int trimmed = sentence.replaceAll(BLANKS + "$", "").length();
            pieces.add(new Piece(start, start + trimmed, false));
            start = next;
          }
        }
        sentences.addAll(pieces);
        if (!source) {
          add(Unit.LINE, doc, pieces);
        }
        if (!open) {
          paragraphs.add(new ArrayList<>());
        }
        paragraphs.get(paragraphs.size() - 1).addAll(pieces);
        open = true;
      }
      at += line.length() + 1;
    }
    for (int i = 0; i + 3 <= sentences.size() && !source; i++) {
      add(Unit.THREE_SENTENCES, doc, sentences.subList(i, i + 3));
    }
    for (int i = 0; i < paragraphs.size(); i++) {
      List<Piece> paragraph = paragraphs.get(i);
      int start = paragraph.get(0).start;
      String text = doc.text().substring(start, paragraph.get(paragraph.size() - 1).end);
      boolean apart =
          isLeft(doc, start)
              && (i + 1 == paragraphs.size() || isLeft(doc, paragraphs.get(i + 1).get(0).start));
      if (!source || apart && isWhole(text)) {
        add(Unit.PARAGRAPH, doc, paragraph);
      }
    }
  }

  private static boolean isLeft(Doc doc, int start) {
    return start == 0 || doc.text().charAt(start - 1) == '\n';
  }

  private static boolean isWhole(String code) {
    String left = code.replaceAll("[^\\[\\](){}]", "").replaceAll("[\\[{]", "(");
    left = left.replaceAll("[\\]}]", ")");
    while (left.contains("()")) {
      left = left.replace("()", "");
    }
    return left.isEmpty()
        && isBalanced(code, "/\\*", "\\*/")
        && isBalanced(code, "#if", "#endif")
        && code.split("\"\"\"", -1).length % 2 == 1
        && code.split("'''", -1).length % 2 == 1;
  }

  private static boolean isBalanced(String code, String opens, String closes) {
    int open = 0;
    Matcher marks = Pattern.compile("(" + opens + ")|" + closes).matcher(code);
    while (marks.find() && open >= 0) {
      open += marks.group(1) != null ? 1 : -1;
    }
    return open == 0;
  }

  private void add(Unit unit, Doc doc, List<Piece> pieces) {
    String text =
        pieces.stream()
            .map(piece -> normal(doc.text().substring(piece.start, piece.end)))
            .collect(Collectors.joining(" "));
    boolean longEnough =
        text.replace(" ", "").codePoints().count() >= parameters.minimumCharacters();
    if (parameters.units().contains(unit) && longEnough && pieces.stream().noneMatch(Piece::code)) {
      occurrences
          .computeIfAbsent(unit + "\t" + text, key -> new ArrayList<>())
          .add(new Occurrence(doc, List.copyOf(pieces)));
    }
  }

  /** Small letters, sign by sign, and single blanks. */
  static String normal(String text) {
    StringBuilder small = new StringBuilder();
    for (char c : text.replaceAll(BLANKS, " ").strip().toCharArray()) {
      small.append(Character.toLowerCase(c));
    }
    return small.toString();
  }

  /** Normal forms of all units that are repeats. */
  Set<String> repeated() {
    Set<String> texts = new HashSet<>();
    occurrences.keySet().forEach(key -> texts.add(key.substring(key.indexOf('\t') + 1)));
    return texts;
  }

  /** The characters that go, white space aside. */
  Map<DocumentId, BitSet> cuts() {
    Map<DocumentId, BitSet> stay = new HashMap<>();
    Map<DocumentId, BitSet> go = new TreeMap<>();
    for (List<Occurrence> all : occurrences.values()) {
      List<Occurrence> sorted = new ArrayList<>(all);
      sorted.sort(
          Comparator.comparing((Occurrence one) -> one.doc.id()).thenComparing(Occurrence::start));
      for (int i = 0; i < sorted.size(); i++) {
        Occurrence one = sorted.get(i);
        BitSet marks = (i == 0 ? stay : go).computeIfAbsent(one.doc.id(), id -> new BitSet());
        one.pieces.forEach(piece -> marks.set(piece.start, piece.end));
      }
    }
    go.forEach((id, marks) -> marks.andNot(stay.getOrDefault(id, new BitSet())));
    go.values().removeIf(BitSet::isEmpty);
    return go;
  }

  /** Of characters that are cut out, those that are no white space. */
  static BitSet signs(String text, BitSet cut) {
    BitSet signs = new BitSet();
    cut.stream().filter(i -> !String.valueOf(text.charAt(i)).matches(BLANKS)).forEach(signs::set);
    return signs;
  }
}
