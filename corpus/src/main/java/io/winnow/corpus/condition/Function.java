package io.winnow.corpus.condition;

import static java.util.stream.Collectors.joining;

import io.winnow.corpus.table.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The functions that conditions may call: all that there is to say of one is its constant here. A
 * missing argument makes what it gives missing, so none is asked about it; nor is not a number,
 * which is how a function of numbers says that there is none.
 */
enum Function {
  ABS("abs", number(Math::abs), "a number without its sign"),
  CONTAINS("contains", test(String::contains), "whether a text has another one in it"),
  ENDS_WITH("ends_with", test(String::endsWith), "whether a text ends with another one"),
  LENGTH("length", count(text -> text.codePointCount(0, text.length())), "characters of a text"),
  LOG("log", number(x -> x > 0 ? Math.log(x) : Double.NaN), "the natural logarithm"),
  LOWER("lower", text(text -> text.toLowerCase(Locale.ROOT)), "a text in lower case"),
  MAX("max", numbers(Math::max), "the larger one of two numbers"),
  MIN("min", numbers(Math::min), "the smaller one of two numbers"),
  STARTS_WITH("starts_with", test(String::startsWith), "whether a text begins with another one");

  private final String word;
  private final Shape shape;

  /** One phrase for a person. */
  final String description;

  Function(String word, Shape shape, String description) {
    this.word = word;
    this.shape = shape;
    this.description = description;
  }

  /**
   * The function of that name.
   *
   * @param place where it is called
   * @throws ConditionException if there is none
   */
  static Function named(String name, int place) {
    for (Function function : values()) {
      if (function.word.equals(name)) {
        return function;
      }
    }
    Optional<String> near =
        Suggestion.among(name, Arrays.stream(values()).map(function -> function.word).toList());
    String all = Arrays.stream(values()).map(Function::signature).collect(joining(", "));
    throw new ConditionException(
        place,
        "there is no function "
            + name
            + near.map(word -> "; did you mean " + named(word, place).signature() + "?")
                .orElse("; there are " + all));
  }

  /** How the function of that name is written; empty if there is none. */
  static Optional<String> signatureOf(String name) {
    return Arrays.stream(values())
        .filter(function -> function.word.equals(name))
        .map(Function::signature)
        .findFirst();
  }

  /** What it takes. */
  List<Type> arguments() {
    return shape.arguments;
  }

  /** What it gives. */
  Type result() {
    return shape.result;
  }

  /** As {@code log(number)}. */
  String signature() {
    return word + shape.arguments.stream().map(type -> type.word).collect(joining(", ", "(", ")"));
  }

  /** What it makes of arguments, which are of its types. */
  Fitted fit(List<Fitted> given) {
    return shape.fit.to(given);
  }

  /** Makes a value of the values that are given. */
  @FunctionalInterface
  private interface Fit {
    Fitted to(List<Fitted> given);
  }

  private record Shape(List<Type> arguments, Type result, Fit fit) {}

  private static Shape number(DoubleUnaryOperator function) {
    return new Shape(
        List.of(Type.NUMBER),
        Type.NUMBER,
        given -> {
          Fitted.Number argument = (Fitted.Number) given.get(0);
          return (Fitted.Number)
              row -> {
                double x = argument.of(row);
                return Double.isNaN(x) ? x : function.applyAsDouble(x);
              };
        });
  }

  private static Shape numbers(DoubleBinaryOperator function) {
    return new Shape(
        List.of(Type.NUMBER, Type.NUMBER),
        Type.NUMBER,
        given -> {
          Fitted.Number first = (Fitted.Number) given.get(0);
          Fitted.Number second = (Fitted.Number) given.get(1);
          return (Fitted.Number)
              row -> {
                double x = first.of(row);
                double y = second.of(row);
                return Double.isNaN(x) || Double.isNaN(y)
                    ? Double.NaN
                    : function.applyAsDouble(x, y);
              };
        });
  }

  private static Shape text(UnaryOperator<String> function) {
    return new Shape(
        List.of(Type.TEXT),
        Type.TEXT,
        given -> {
          Fitted.Thing argument = (Fitted.Thing) given.get(0);
          return new Fitted.Thing(
              Type.TEXT,
              row -> {
                String text = (String) argument.of(row);
                return text == null ? null : function.apply(text);
              });
        });
  }

  private static Shape count(ToLongFunction<String> function) {
    return new Shape(
        List.of(Type.TEXT),
        Type.NUMBER,
        given -> {
          Fitted.Thing argument = (Fitted.Thing) given.get(0);
          return (Fitted.Number)
              row -> {
                String text = (String) argument.of(row);
                return text == null ? Double.NaN : function.applyAsLong(text);
              };
        });
  }

  private static Shape test(BiPredicate<String, String> function) {
    return new Shape(
        List.of(Type.TEXT, Type.TEXT),
        Type.TRUTH,
        given -> {
          Fitted.Thing first = (Fitted.Thing) given.get(0);
          Fitted.Thing second = (Fitted.Thing) given.get(1);
          return new Fitted.Thing(
              Type.TRUTH,
              row -> {
                String text = (String) first.of(row);
                String other = (String) second.of(row);
                return text == null || other == null ? null : function.test(text, other);
              });
        });
  }
}
