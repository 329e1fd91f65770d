package io.winnow.corpus.stage;

import io.winnow.corpus.Worded;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting of a recipe means and may be. The JSON Schema is made from these and nothing else.
 * On a list of words, {@link #allowed} and {@link #pattern} are about each word.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** One sentence for a person. */
  String value();

  /** The default as JSON; empty means that the setting must be given. */
  String fallback() default "";

  /** An example as JSON, where neither the default nor the words to choose from are one. */
  String example() default "";

  double minimum() default Double.NEGATIVE_INFINITY;

  /** The value must be greater than this. */
  double above() default Double.NEGATIVE_INFINITY;

  double maximum() default Double.POSITIVE_INFINITY;

  /** The words there are to choose from. */
  String[] allowed() default {};

  /** An enum whose constants are the words there are to choose from. */
  Class<? extends Worded> words() default Worded.class;

  /** A regular expression that a word matches as a whole. */
  String pattern() default "";

  /** Whether it names files or folders, relative to the recipe. */
  boolean path() default false;

  /** Least number of elements of a list. */
  int items() default 0;
}
