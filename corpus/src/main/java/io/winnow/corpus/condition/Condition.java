package io.winnow.corpus.condition;

import io.winnow.corpus.table.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A condition over the columns of a row, as in {@code where} and in rules:
 *
 * <pre>{@code
 * words < 50 or words > 100000
 * kind = web and not (language in (en, fr))
 * title is missing
 * contains(lower(title), "press release") or words / lines > 100
 * }</pre>
 *
 * <p>{@link #GRAMMAR} is the grammar.
 *
 * <p>A value is a number, a text, or true or false. A function is a name with a parenthesis behind
 * it, so a column may be called like one; {@link Function} has them all. One that gives true or
 * false is a test by itself. Columns of lists and of bytes can only be tested with {@code is
 * missing}.
 *
 * <p><b>A bare word on the right</b> of a comparison is a text where its left side is a text, even
 * if a column is called so: {@code kind = source} asks for the kind {@code source}, and {@code uri
 * = a/b} for that text. Where the left side is a number it is a column, and what looks like one
 * word may be reckoned: {@code tokens > words/2}. In a list it is always a text. Two columns of
 * texts are compared by parentheses: {@code title = (uri)}. After {@code =} and {@code !=}, and in
 * lists, reserved words ({@code and or not in is missing}) are texts like others: {@code language =
 * is}.
 *
 * <p><b>Missing values</b>: what is made of a missing value is missing, and so is what is divided
 * by zero, the logarithm of what is not positive, and what is not a number. A missing value makes
 * any test false, {@code !=} and {@code not in} too; {@code is missing} tests for it. So {@code not
 * (licence in (MIT))} holds for what has no licence, and {@code licence not in (MIT)} does not.
 */
public final class Condition implements Serializable {
  /** From what binds least to what binds most. */
  public static final String GRAMMAR =
      """
      condition  = all { "or" all }
      all        = one { "and" one }
      one        = "not" one | "(" condition ")" | test
      test       = value operator right | value [ "not" ] "in" "(" literal { "," literal } ")"
                 | value "is" [ "not" ] "missing" | call
      operator   = "=" | "!=" | "<" | "<=" | ">" | ">="
      right      = literal | value
      value      = product { ( "+" | "-" ) product }
      product    = factor { ( "*" | "/" ) factor }
      factor     = "-" factor | "(" value ")" | number | quoted | column | call
      call       = function "(" value { "," value } ")"
      literal    = number with or without a sign | "true" | "false" | quoted | word
      word       = letters, digits and any of _ - + . : / #
      """;

  /**
   * A function that conditions may call.
   *
   * @param signature as in {@code log(number)}
   * @param result what it gives: number, text, or true or false
   * @param description one phrase for a person
   */
  public record Callable(String signature, String result, String description) {}

  /** All functions, by name. */
  public static List<Callable> functions() {
    return Arrays.stream(Function.values())
        .map(
            function ->
                new Callable(function.signature(), function.result().word, function.description))
        .toList();
  }

  /** How deep parentheses, calls, minus signs and {@code not} may nest. */
  static final int MAXIMUM_DEPTH = 100;

  private final String text;
  private final Test root;

  private Condition(String text, Test root) {
    this.text = text;
    this.root = root;
  }

  /**
   * Reads a condition.
   *
   * @throws ConditionException saying what was expected and where
   */
  public static Condition parse(String text) {
    return new Condition(text, ConditionParser.parse(text));
  }

  /**
   * The columns that it names, sorted. A bare word after {@code =} or {@code !=} is none, though it
   * is read as one where the column on its left holds no texts: {@link BoundCondition#columns}
   * knows that.
   */
  public Set<String> columns() {
    Set<String> names = new TreeSet<>();
    root.visit(
        node -> {
          if (node instanceof Value.Named column) {
            names.add(column.name());
          }
        });
    return names;
  }

  /** A comparison of a column with a number. */
  public record Limit(String column, String operator, double number) {}

  /** Its comparisons of a column with a number, from left to right. */
  public List<Limit> limits() {
    List<Limit> limits = new ArrayList<>();
    root.visit(node -> Needs.limit(node).ifPresent(limits::add));
    return limits;
  }

  /**
   * A word that a column is compared with.
   *
   * @param place where the word stands, counted from 1
   */
  public record Word(String column, int place, String word) {}

  /** The words that columns are asked to be, or not to be, from left to right. */
  public List<Word> words() {
    List<Word> words = new ArrayList<>();
    root.visit(
        node -> {
          if (node instanceof Test.WordComparison comparison) {
            Node.Span word = comparison.word();
            words.add(new Word(comparison.left().name(), word.place(), word.text()));
          } else if (node instanceof Test.Comparison comparison) {
            addWord(comparison.left(), comparison.right(), words);
          } else if (node instanceof Test.In in) {
            in.literals().forEach(literal -> addWord(in.value(), literal, words));
          }
        });
    return words;
  }

  private static void addWord(Value left, Value right, List<Word> words) {
    if (left instanceof Value.Named column
        && right instanceof Value.Literal literal
        && literal.content() instanceof String word) {
      words.add(new Word(column.name(), literal.at().place(), word));
    }
  }

  /**
   * The texts of which a column must hold one for the condition to hold, sorted: those of {@code
   * column = text} and {@code column in (...)}, alone or joined to the rest by {@code and}. Empty
   * where nothing of the sort is demanded.
   */
  public Optional<SortedSet<String>> demanded(String column) {
    return Optional.ofNullable(Needs.demanded(root, column)).map(TreeSet::new);
  }

  /**
   * Those of its {@link #limits} that are enough: where one of them holds, the condition does.
   *
   * @param given columns that hold what is {@link #demanded} of them
   */
  public List<Limit> sufficientLimits(Set<String> given) {
    return Needs.enough(root, given);
  }

  /**
   * Fits the condition to rows of a schema.
   *
   * @throws ConditionException if a column does not exist, is compared with what it cannot be, or
   *     is no argument for a function
   */
  public BoundCondition bind(Schema schema) {
    Columns columns = new Columns(schema);
    return new BoundCondition(root.bind(columns), columns.asked());
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
