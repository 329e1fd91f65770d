package io.winnow.quality.domains;

import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;

/** Which lists of hosts and domains there are. */
@Section(name = "domains", text = "From which hosts documents may come.")
public record DomainSettings(
    @Setting(
            value = "Files of hosts and domains whose documents go; one a line, with all below it.",
            example = "[\"lists/deny.txt\"]",
            fallback = "[]",
            path = true)
        List<String> deny,
    @Setting(
            value =
                "Files of hosts and domains whose documents stay, though a less precise line of"
                    + " deny names them; without deny, all others go.",
            example = "[\"lists/allow.txt\"]",
            fallback = "[]",
            path = true)
        List<String> allow)
    implements Serializable {
  public DomainSettings {
    deny = List.copyOf(deny);
    allow = List.copyOf(allow);
  }

  /** The same files by other paths. */
  DomainSettings at(UnaryOperator<String> paths) {
    return new DomainSettings(
        deny.stream().map(paths).toList(), allow.stream().map(paths).toList());
  }
}
