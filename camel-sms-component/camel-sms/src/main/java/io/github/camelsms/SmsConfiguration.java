package io.github.camelsms;

import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of the component or of one endpoint: those of an account, which account, and what only an endpoint has. */
@UriParams
@Configurer(extended = true)
public class SmsConfiguration extends SmsAccount {

    @UriParam(
            description =
                    "Name of an account that is configured on the component, or of a bean of type SmsAccount. Several joined by a comma are an order of preference: send tries the next one when the SMS is known not to be sent and the message is not at fault.")
    private @Nullable String account;

    @UriParam(description = "Recipient of messages without header CamelSmsTo.")
    private @Nullable String to;

    @UriParam(
            label = "consumer",
            description = "Path of the webhook; /sms/{account or provider}/{operation} when not set.")
    private @Nullable String path;

    @UriParam(
            label = "producer",
            description = "Method of the provider to call, for messages without header CamelSmsMethod (sms:call).")
    private @Nullable String method;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Whether sms:call gives the rows of all pages as one Iterator that reads page after page as it is used, instead of the reply to one call.")
    private @Nullable Boolean paging;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether sms:call gives the reply as text as it came, instead of a Map.")
    private @Nullable Boolean rawReply;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description =
                    "Whether sms:inbound asks the provider what has arrived, every minute unless the option delay says otherwise, instead of serving a webhook. For providers that can be asked.")
    private @Nullable Boolean polling;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "false",
            description =
                    "Whether a call completes on the thread that begins it, which then waits for the reply. Transacted exchanges always do.")
    private @Nullable Boolean synchronous;

    public @Nullable String getMethod() {
        return method;
    }

    public void setMethod(@Nullable String method) {
        this.method = method;
    }

    public @Nullable Boolean getPaging() {
        return paging;
    }

    public void setPaging(@Nullable Boolean paging) {
        this.paging = paging;
    }

    public @Nullable Boolean getRawReply() {
        return rawReply;
    }

    public void setRawReply(@Nullable Boolean rawReply) {
        this.rawReply = rawReply;
    }

    public @Nullable Boolean getPolling() {
        return polling;
    }

    public void setPolling(@Nullable Boolean polling) {
        this.polling = polling;
    }

    public @Nullable Boolean getSynchronous() {
        return synchronous;
    }

    public void setSynchronous(@Nullable Boolean synchronous) {
        this.synchronous = synchronous;
    }

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
