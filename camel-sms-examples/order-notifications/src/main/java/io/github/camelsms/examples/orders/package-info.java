/** Orders from a folder, an SMS for each, receipts into an SQL table. */
@NullMarked
package io.github.camelsms.examples.orders;

import org.jspecify.annotations.NullMarked;
