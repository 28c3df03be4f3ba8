package io.github.camelsms;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of the component or of one endpoint: those of an account, which account, and what only an endpoint has. */
@UriParams
@Configurer(extended = true)
public class SmsConfiguration extends SmsAccount {

    @UriParam(description = "Name of an account that is configured on the component, or of a bean of type SmsAccount.")
    private @Nullable String account;

    @UriParam(description = "Recipient of messages without header CamelSmsTo.")
    private @Nullable String to;

    @UriParam(
            label = "consumer",
            description = "Path of the webhook; /sms/{account or provider}/{operation} when not set.")
    private @Nullable String path;

    public @Nullable String getAccount() {
        return account;
    }

    public void setAccount(@Nullable String account) {
        this.account = account;
    }

    public @Nullable String getTo() {
        return to;
    }

    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public @Nullable String getPath() {
        return path;
    }

    public void setPath(@Nullable String path) {
        this.path = path;
    }
}
