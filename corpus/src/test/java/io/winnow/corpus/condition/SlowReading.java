package io.winnow.corpus.condition;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A second opinion on conditions: trees of two branches at most, made at random, that print
 * themselves and say what they come to by walking over themselves for each row, every value boxed
 * and null where it is missing.
 */
sealed interface SlowReading {
  /** What it comes to: a Double, a String, a Boolean, or null. */
  @Nullable Object of(Map<String, @Nullable Object> row);

  /** As it is written, in parentheses only where it has to. */
  String text(Random spaces);

  /** How tightly it binds: 0 is {@code or}, 6 what needs no parentheses anywhere. */
  int level();

  /** A column, or a literal as it is written. */
  record Leaf(String text, @Nullable Object literal, boolean column) implements SlowReading {
    @Override
    public @Nullable Object of(Map<String, @Nullable Object> row) {
      return column ? row.get(text) : literal;
    }

    @Override
    public String text(Random spaces) {
      return text;
    }

    @Override
    public int level() {
      return 6;
    }
  }

  /** An operator between two. */
  record Two(String sign, SlowReading left, SlowReading right) implements SlowReading {
    @Override
    public @Nullable Object of(Map<String, @Nullable Object> row) {
      Object a = left.of(row);
      Object b = right.of(row);
      if (sign.equals("and")) {
        return (Boolean) a && (Boolean) b;
      }
      if (sign.equals("or")) {
        return (Boolean) a || (Boolean) b;
      }
      boolean test = level() == 3;
      if (a == null || b == null) {
        return test ? false : null;
      }
      if (sign.equals("=") || sign.equals("!=")) {
        boolean same = a instanceof Double x ? x - (Double) b == 0 : a.equals(b);
        return same == sign.equals("=");
      }
      double x = (Double) a;
      double y = (Double) b;
      return switch (sign) {
        case "<" -> x < y;
        case "<=" -> x <= y;
        case ">" -> x > y;
        case ">=" -> x >= y;
        case "+" -> x + y;
        case "-" -> x - y;
        case "*" -> x * y;
        default -> y == 0.0 ? null : (Object) (x / y);
      };
    }

    @Override
    public String text(Random spaces) {
      boolean words = level() < 2;
      String space = words || spaces.nextBoolean() ? " " : "";
      // What stands on the left of an equal operator needs no parentheses, on the right it does.
      String first = in(left, level() == 3 ? 4 : level(), spaces);
      return first + space + sign + space + in(right, level() + 1, spaces);
    }

    @Override
    public int level() {
      return switch (sign) {
        case "or" -> 0;
        case "and" -> 1;
        case "+", "-" -> 4;
        case "*", "/" -> 5;
        default -> 3;
      };
    }
  }

  /** A word or sign before or after one. */
  record One(String before, SlowReading of, String after, int level) implements SlowReading {
    @Override
    public @Nullable Object of(Map<String, @Nullable Object> row) {
      Object value = of.of(row);
      return switch (before + after) {
        case "not " -> !((Boolean) value);
        case "-" -> value == null ? null : -(Double) value;
        case " is missing" -> value == null;
        case " is not missing" -> value != null;
        default -> throw new IllegalStateException(before + after);
      };
    }

    @Override
    public String text(Random spaces) {
      return before + in(of, after.isEmpty() ? level : 4, spaces) + after;
    }
  }

  /** A call. */
  record Called(String name, List<SlowReading> arguments) implements SlowReading {
    @Override
    public @Nullable Object of(Map<String, @Nullable Object> row) {
      Object a = arguments.get(0).of(row);
      Object b = arguments.size() > 1 ? arguments.get(1).of(row) : "";
      if (a == null || b == null) {
        return null;
      }
      return switch (name) {
        case "abs" -> (Double) a < 0 ? -(Double) a : (Double) a;
        case "max" -> (Double) a > (Double) b ? a : b;
        case "min" -> (Double) a > (Double) b ? b : a;
        case "log" -> (Double) a > 0 ? (Object) Math.log((Double) a) : null;
        case "length" -> (double) ((String) a).codePoints().count();
        case "lower" -> ((String) a).replace('A', 'a').replace('B', 'b');
        case "contains" -> ((String) a).indexOf((String) b) >= 0;
        case "starts_with" -> ((String) a).matches("\\Q" + b + "\\E.*");
        case "ends_with" -> ((String) a).matches(".*\\Q" + b + "\\E");
        default -> throw new IllegalStateException(name);
      };
    }

    @Override
    public String text(Random spaces) {
      String space = spaces.nextBoolean() ? " " : "";
      return name
          + space
          + "("
          + arguments.stream()
              .map(argument -> in(argument, 4, spaces))
              .reduce((a, b) -> a + space + "," + space + b)
              .orElseThrow()
          + ")";
    }

    @Override
    public int level() {
      return 6;
    }
  }

  /** A call that is a test: missing is false. */
  record Asked(SlowReading call) implements SlowReading {
    @Override
    public Object of(Map<String, @Nullable Object> row) {
      return Boolean.TRUE.equals(call.of(row));
    }

    @Override
    public String text(Random spaces) {
      return call.text(spaces);
    }

    @Override
    public int level() {
      return 6;
    }
  }

  private static String in(SlowReading reading, int level, Random spaces) {
    String text = reading.text(spaces);
    return reading.level() < level || spaces.nextInt(8) == 0 ? "(" + text + ")" : text;
  }

  /** A number. */
  static SlowReading number(Random random, int depth) {
    switch (depth == 0 ? random.nextInt(2) : random.nextInt(8)) {
      case 0:
        return column(List.of("words", "share", "log").get(random.nextInt(3)));
      case 1:
        String text = List.of("0", "1", "2", "3.", ".5", "1e1", "0.25").get(random.nextInt(7));
        return new Leaf(text, Double.valueOf(text), false);
      case 2:
        return new One("-", number(random, depth - 1), "", 6);
      case 3:
        String name = List.of("abs", "log").get(random.nextInt(2));
        return new Called(name, List.of(number(random, depth - 1)));
      case 4:
        String two = List.of("min", "max").get(random.nextInt(2));
        return new Called(two, List.of(number(random, depth - 1), number(random, depth - 1)));
      case 5:
        return new Called("length", List.of(text(random, depth - 1)));
      default:
        String sign = List.of("+", "-", "*", "/").get(random.nextInt(4));
        return new Two(sign, number(random, depth - 1), number(random, depth - 1));
    }
  }

  /** A text. */
  static SlowReading text(Random random, int depth) {
    int choice = depth == 0 ? random.nextInt(2) : random.nextInt(3);
    if (choice == 0) {
      return column(List.of("title", "uri", "contains").get(random.nextInt(3)));
    }
    if (choice == 1) {
      String text = List.of("", "a", "A", "bA", "😀a").get(random.nextInt(5));
      return new Leaf(random.nextBoolean() ? "'" + text + "'" : '"' + text + '"', text, false);
    }
    return new Called("lower", List.of(text(random, depth - 1)));
  }

  /** Something that holds or does not. */
  static SlowReading test(Random random, int depth) {
    switch (depth == 0 ? 3 + random.nextInt(4) : random.nextInt(7)) {
      case 0:
        return new One("not ", test(random, depth - 1), "", 2);
      case 1:
        return new Two("and", test(random, depth - 1), test(random, depth - 1));
      case 2:
        return new Two("or", test(random, depth - 1), test(random, depth - 1));
      case 3:
        String sign = List.of("=", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
        return new Two(sign, number(random, depth), number(random, depth));
      case 4:
        return new Two(random.nextBoolean() ? "=" : "!=", text(random, depth), plain(random));
      case 5:
        return new One(
            "",
            random.nextBoolean() ? number(random, depth) : text(random, depth),
            random.nextBoolean() ? " is missing" : " is not missing",
            3);
      default:
        String name = List.of("contains", "starts_with", "ends_with").get(random.nextInt(3));
        return new Asked(new Called(name, List.of(text(random, depth), text(random, depth))));
    }
  }

  /** A text that is no bare word. */
  private static SlowReading plain(Random random) {
    SlowReading text = text(random, 1);
    return text instanceof Leaf leaf && leaf.column() ? new Called("lower", List.of(leaf)) : text;
  }

  private static Leaf column(String name) {
    return new Leaf(name, null, true);
  }
}
