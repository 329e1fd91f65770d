/** Everything a report shows, as data; statistics and the HTML page have rooms of their own. */
@NullMarked
package io.winnow.report;

import org.jspecify.annotations.NullMarked;
