package io.winnow.corpus.table;

/**
 * What is known of a written table file.
 *
 * @param digest SHA-256 of its bytes, 64 hexadecimal digits
 * @param rows how many rows
 * @param bytes its length
 */
public record TableFile(String digest, long rows, long bytes) {}
