/** What route authors see: records, enums and exceptions. Depends on nothing but the JDK and Jackson's annotations. */
@NullMarked
package io.github.camelsms.model;

import org.jspecify.annotations.NullMarked;
