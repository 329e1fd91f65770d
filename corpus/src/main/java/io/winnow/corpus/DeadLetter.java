package io.winnow.corpus;

/**
 * A record that could not be read.
 *
 * @param source name of the source in the recipe
 * @param origin where it lay: file and byte offset
 * @param cause the fault in lower case with hyphens, such as {@code truncated-gzip}; few values
 * @param detail one sentence for a person
 */
public record DeadLetter(String source, Origin origin, String cause, String detail)
    implements Outcome {}
