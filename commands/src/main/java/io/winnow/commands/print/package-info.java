/** How values are printed, for a person and for a program. Begin with {@link Cell}. */
@NullMarked
package io.winnow.commands.print;

import org.jspecify.annotations.NullMarked;
