package io.winnow.report.sections;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.winnow.report.html.Element;
import java.util.List;

/**
 * A section of a report: a record whose components are keys of {@code report.json}, the same for
 * the same run. It is read from a run by its static method {@code read}.
 */
@JsonIgnoreProperties(ignoreUnknown = true) // what it does not know is another section's
public interface Section {
  /** What stands below its heading; nothing where the page is to leave it out. */
  List<Element> draw(Whole whole);
}
