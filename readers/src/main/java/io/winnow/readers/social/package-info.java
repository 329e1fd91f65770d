/**
 * Reads discussions and gathers messages into threads. Begin with {@link StackExchangePosts}, for
 * threads with {@link Threads}.
 */
@NullMarked
package io.winnow.readers.social;

import org.jspecify.annotations.NullMarked;
