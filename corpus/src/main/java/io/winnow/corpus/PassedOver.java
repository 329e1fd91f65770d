package io.winnow.corpus;

/**
 * A record that was read well but holds no document of its source's kind, such as an image in a web
 * archive. It is accounted for as dropped by the stage {@code ingest}.
 *
 * @param source name of the source in the recipe
 * @param origin where it lay
 * @param reason the fault in lower case with hyphens, such as {@code not-html}
 */
public record PassedOver(String source, Origin origin, String reason) implements Outcome {}
