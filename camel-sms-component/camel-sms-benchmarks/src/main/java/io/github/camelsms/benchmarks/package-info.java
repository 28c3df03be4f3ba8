/** Side-by-side benchmarks of sending an SMS: the component, hand-written routes, a vendor's SDK and a bare HTTP client. */
@NullMarked
package io.github.camelsms.benchmarks;

import org.jspecify.annotations.NullMarked;
