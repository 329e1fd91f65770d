/** Reads repositories: folders, archives, git's objects. Begin with {@link CodeReader}. */
@NullMarked
package io.winnow.readers.code;

import org.jspecify.annotations.NullMarked;
