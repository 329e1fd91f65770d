/** The conformance base class that runs a pipeline on Direct and Flink; test scope only. */
@NullMarked
package io.winnow.testing;

import org.jspecify.annotations.NullMarked;
