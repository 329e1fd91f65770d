package io.winnow.glm.training;

import java.util.Locale;

/** What a model's card says: what it was made of, how, and how good it is on text held out. */
record Card(
    GlmShape shape,
    TrainingSettings settings,
    TokenTexts texts,
    TrainingRun.Result result,
    String about,
    String licence,
    boolean bfloat) {
  String text() {
    StringBuilder card = new StringBuilder();
    card.append("# A small GLM\n\n");
    card.append(
        format(
            "A model of the GLM-4.5 architecture (`glm4_moe`) with %,d parameters, of which %,d"
                + " work on a token; %d layers, %d of them dense, %d experts of which %d are"
                + " chosen, one shared, and %s MTP layer. Vocabulary %,d, context %d tokens,"
                + " weights in %s.\n\n",
            shape.parameters(),
            shape.activeParameters(),
            shape.layers(),
            shape.denseLayers(),
            shape.experts(),
            shape.chosenExperts(),
            shape.mtpLayers() == 1 ? "an" : "no",
            shape.vocabulary(),
            shape.context(),
            bfloat ? "BF16" : "F32"));
    card.append("**Texts.** ").append(about.strip()).append("\n\n");
    card.append("**Licence of the texts.** ").append(licence.strip()).append("\n\n");
    card.append(
        format(
            "**Data.** %,d texts of %,d tokens to train on; %,d of %,d held out by the hash of the"
                + " text, before the tokenizer was trained. Text is held out by whole documents:"
                + " others of the same author or project may have been trained on.\n\n",
            texts.training().size(),
            texts.trainingTokens(),
            texts.heldOutTexts(),
            texts.heldOutTokens()));
    long trained = result.steps() * settings.batch() * shape.context();
    card.append(
        format(
            "**Training.** %,d steps of %,d sequences, %,d tokens in all (%.1f epochs), in %.1f"
                + " minutes with %d threads. Muon for matrices, Adam for the rest, highest rate %s,"
                + " MTP loss weight %s, seed %d. Final loss %.3f.\n\n",
            result.steps(),
            settings.batch(),
            trained,
            (double) trained / Math.max(1, texts.trainingTokens()),
            result.elapsedMillis() / 60_000.0,
            settings.lanes(),
            settings.rate(),
            settings.mtpWeight(),
            settings.seed(),
            result.curve().recent(20)));
    card.append("![losses](curve.svg)\n\n");
    card.append(
        format(
            "**Held out.** %,d tokens, %,d bytes, in windows that overlap by half; the baseline is"
                + " a %d-gram model with modified Kneser-Ney smoothing of the same training tokens,"
                + " which sees whole documents.\n\n",
            result.model().tokens(), result.model().bytes(), TrainingRun.BASELINE_ORDER));
    card.append("| | this model | Kneser-Ney |\n|---|---|---|\n");
    card.append(
        format(
            "| bits per byte | %.4f | %.4f |\n",
            result.model().bitsPerByte(), result.baseline().bitsPerByte()));
    card.append(
        format(
            "| nats per token | %.4f | %.4f |\n", result.model().mean(), result.baseline().mean()));
    card.append(
        format(
            "| perplexity per token | %.2f | %.2f |\n",
            Math.exp(result.model().mean()), Math.exp(result.baseline().mean())));
    return card.toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
