package io.winnow.corpus.stage;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a record is a section of recipes: the settings of one stage. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Section {
  /** Name of the section in recipes. */
  String name();

  /** One sentence for a person. */
  String text();

  /** Whether the section is a list of such records, empty by default. */
  boolean list() default false;
}
