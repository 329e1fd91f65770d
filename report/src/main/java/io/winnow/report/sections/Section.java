package io.winnow.report.sections;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.winnow.report.html.Element;

/**
 * A section of a report: a record whose components are keys of {@code report.json}, the same for
 * the same run. It is read from a run by its static method {@code read}.
 */
@JsonIgnoreProperties(ignoreUnknown = true) // what it does not know is another section's
public interface Section {
  /** Where a link in the page leads. */
  String place();

  /** What stands above it, and in the table of contents. */
  String heading();

  /** Whether it has anything to show; if not, the page leaves it out. */
  boolean hasContent();

  /** What stands below its heading. */
  Element[] draw(Whole whole);
}
