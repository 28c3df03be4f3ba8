/** HTTP as values: a request, a reply, and what a reply means when the body says nothing. */
@NullMarked
package io.github.camelsms.http;

import org.jspecify.annotations.NullMarked;
