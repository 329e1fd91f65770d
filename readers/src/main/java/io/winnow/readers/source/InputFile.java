package io.winnow.readers.source;

import java.io.Serializable;

/**
 * One input of a source: a file, or a folder that is a repository.
 *
 * @param path as Beam's filesystems spell it
 * @param size in bytes; of all its files for a repository
 * @param version changes when the input changes: time of last change for a file, the commit for a
 *     git repository (and how much of it is missing), a digest of its files' times for another
 *     folder; for LaTeX on disk, a digest of the times of all files below its folder
 */
public record InputFile(String path, long size, String version) implements Serializable {}
