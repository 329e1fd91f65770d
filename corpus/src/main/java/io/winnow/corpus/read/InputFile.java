package io.winnow.corpus.read;

import java.io.Serializable;

/**
 * One input of a source: a file, or a folder that is a repository.
 *
 * @param path as Beam's filesystems spell it
 * @param size in bytes; of all its files for a folder
 * @param lastModifiedMillis when it was last changed, milliseconds since 1970; the latest of its
 *     files for a folder
 */
public record InputFile(String path, long size, long lastModifiedMillis) implements Serializable {}
