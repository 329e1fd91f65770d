/** Reads web pages, from WARC files or as files. Begin with {@link WebReader}. */
@NullMarked
package io.winnow.readers.web;

import org.jspecify.annotations.NullMarked;
