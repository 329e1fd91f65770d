/**
 * The reference: pages made from the plan, its tables and settings, so that they say what the
 * program does. Begin with {@link Reference}.
 */
@NullMarked
package io.winnow.pipelines.reference;

import org.jspecify.annotations.NullMarked;
