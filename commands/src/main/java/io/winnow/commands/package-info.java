/**
 * Main(), the commands, progress: the only room that reads a flag. Begin with {@link
 * io.winnow.commands.Winnow}.
 */
@NullMarked
package io.winnow.commands;

import org.jspecify.annotations.NullMarked;
