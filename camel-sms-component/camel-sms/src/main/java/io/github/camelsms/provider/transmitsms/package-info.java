/**
 * Transmit SMS (Burst SMS, Kudosity "V1"): {@code POST /<method>.json} with a form. Transport, codes and the rate limit follow the vendor's
 * API overview, fields and methods its reference guide; where both are silent, the code is our choice.
 */
@NullMarked
package io.github.camelsms.provider.transmitsms;

import org.jspecify.annotations.NullMarked;
