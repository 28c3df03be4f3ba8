/**
 * Transmit SMS (Burst SMS, Kudosity "V1"): {@code POST /<method>.json} with a form. Sections in comments are those of the wire
 * specification of 2026, drawn from the vendor's API overview and reference.
 */
@NullMarked
package io.github.camelsms.provider.transmitsms;

import org.jspecify.annotations.NullMarked;
