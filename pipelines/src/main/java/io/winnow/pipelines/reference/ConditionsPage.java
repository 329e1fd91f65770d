package io.winnow.pipelines.reference;

import static io.winnow.pipelines.reference.Markdown.code;
import static io.winnow.pipelines.reference.Markdown.plain;

import io.winnow.classifiers.Languages;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Column;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.quality.signals.SignalMeasures;
import java.util.ArrayList;
import java.util.List;

/** How conditions are written, and the columns that they may ask for. */
final class ConditionsPage {
  private ConditionsPage() {}

  static String text() {
    Markdown page =
        new Markdown("Conditions")
            .text(
                """
                Rules (`drop`), components of mixtures (`where`) and `winnow show --where` take conditions:
                """)
            .code(
                "",
                """
                words < 50 or words > 100000
                kind = web and language not in (en, fr)
                title is missing
                contains(lower(title), "press release") or words / lines > 100
                """)
            .heading("Grammar")
            .code("", Condition.GRAMMAR)
            .text(
                """
                * `and` binds more than `or`; parentheses group. In a list, and on the right of `=` and `!=`
                  where the left side is a text, a bare word is a text: `kind = web`. Texts with spaces,
                  commas or parentheses stand in quotes, `"..."` or `'...'`.
                * Texts are compared letter by letter, with their case; `lower(title) = news` does without.
                * **Missing values**: a test of a missing value does not hold, whatever it is, `!=` and
                  `not in` too; `title is missing` asks for it. What is made of a missing value is missing,
                  and so is what is divided by zero, and the logarithm of what is not positive.
                  `not (licence in (MIT))` holds for what has no licence; `licence not in (MIT)` does not.
                * Values of `kind`, `source`, `tier`, `loss_bucket` and `language` that there cannot be are
                  refused, so that a slip of the pen drops nothing.
                """)
            .heading("Functions")
            .table(
                List.of("function", "gives", "what"),
                Condition.functions().stream()
                    .map(
                        function ->
                            List.of(
                                code(function.signature()),
                                function.result(),
                                function.description()))
                    .toList())
            .heading("Columns of every document")
            .text("Rules and mixtures may ask for them. `show` knows all columns of its table.")
            .table(List.of("column", "what"), columns(DocumentTable.THIN.columns()));
    for (Stage stage : StageWords.stages()) {
      for (Offer offer : stage.offers()) {
        page.heading("Columns of " + code(offer.table().name()))
            .text(
                (offer.rules() ? "For rules and mixtures" : "For mixtures only")
                    + (stage.word().isEmpty()
                        ? "."
                        : ", with the stage " + code(stage.word()) + "."))
            .table(List.of("column", "what"), columns(offer.schema().columns()));
      }
    }
    return end(page).toString();
  }

  private static Markdown end(Markdown page) {
    return page.heading("Columns of `scores`")
        .text(
            """
            For mixtures only, with the stage `classify`: one column for each model, by the name that the
            recipe gives it: the score, 0 to 1; missing where a document has no vector or is of a kind that
            the model is not for.
            """)
        .heading("Sources of the signals")
        .text(SignalMeasures.SOURCES)
        .heading("Codes of languages")
        .text(
            """
            ISO 639-1 where there is a code, else ISO 639-3. `language_confidence` depends on the length of
            a text: on single sentences it lies about 0.1 to 0.2, on pages near 1. `stop_words` counts
            English ones only; Thai, Lao, Khmer and Burmese are written without spaces, so that words are
            long and few, and `sentences` knows their signs as little as those of Hindi: give rules that
            count words or sentences the languages that they are for.
            """)
        .text(String.join(", ", Languages.codes()));
  }

  private static List<List<String>> columns(List<Column<?>> columns) {
    List<List<String>> rows = new ArrayList<>();
    columns.forEach(column -> rows.add(List.of(code(column.name()), plain(column.description()))));
    return rows;
  }
}
