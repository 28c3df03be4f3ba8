/**
 * TeleSign's SMS Verify API and its Messaging API: forms in, JSON out. Sending codes follows the reference page "Send SMS verification
 * code", the rest the published OpenAPI; where both are silent, the code is our choice.
 */
@NullMarked
package io.github.camelsms.provider.telesign;

import org.jspecify.annotations.NullMarked;
