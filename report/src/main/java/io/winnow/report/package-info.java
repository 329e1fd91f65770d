/** Statistics, and the HTML page made from them. */
@NullMarked
package io.winnow.report;

import org.jspecify.annotations.NullMarked;
