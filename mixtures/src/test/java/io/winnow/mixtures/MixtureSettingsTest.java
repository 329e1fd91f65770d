package io.winnow.mixtures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.mixtures.MixtureSettings.ComponentSettings;
import io.winnow.mixtures.MixtureSettings.SequenceSettings;
import io.winnow.mixtures.epochs.Component;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureSettingsTest {
  private static ComponentSettings component(String name, String group) {
    return new ComponentSettings(name, "", 1, group, "path");
  }

  private static List<String> faults(int length, ComponentSettings... components) {
    List<String> faults = new ArrayList<>();
    new MixtureSettings(
            "m", 64, new SequenceSettings(length, "best-fit"), List.of(), List.of(components))
        .check((path, sentence) -> faults.add(path + ": " + sentence));
    return faults;
  }

  @Test
  void componentsWithoutANameAreNumbered() {
    MixtureSettings settings =
        new MixtureSettings(
            "m",
            64,
            new SequenceSettings(0, "concatenate"),
            List.of(),
            List.of(component("a", "document"), component("", "document")));
    assertEquals(
        List.of("a", "component-2"), settings.named().stream().map(Component::name).toList());
    assertFalse(settings.hasSequences());
  }

  @Test
  void whatDoesNotGoTogetherIsNamed() {
    assertEquals(List.of(), faults(4096, component("a", "repository"), component("", "document")));
    assertTrue(faults(1).get(0).startsWith("sequence.length: sequence.length must be 0"));
    assertTrue(
        faults(0, component("a", "repository"))
            .get(0)
            .startsWith("components[0].group: repositories are written as sequences"));
    assertEquals(
        List.of("components[1].name: two components are called a"),
        faults(0, component("a", "document"), component("a", "document")));
  }
}
