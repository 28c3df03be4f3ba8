package io.github.camelsms;

import org.apache.camel.spi.Metadata;

/** Names of the headers that {@code sms:} endpoints read and write. */
public final class SmsConstants {

    @Metadata(
            label = "producer",
            description =
                    "Recipient: a number in E.164, or a national one where `defaultRegion` is set. On `query`: the recipient whose state is asked for, where one message id covers several.",
            javaType = "String")
    public static final String TO = "CamelSmsTo";

    @Metadata(
            label = "producer",
            description = "Sender ID that the handset shows; each provider accepts its own forms.",
            javaType = "String")
    public static final String FROM = "CamelSmsFrom";

    @Metadata(
            label = "producer",
            description = "In: name of the configured account to use for this message. Out: the account that was used.",
            javaType = "String")
    public static final String ACCOUNT = "CamelSmsAccount";

    @Metadata(
            label = "producer",
            description = "The provider's id of the message. In for `query` and `feedback`, out of every operation.",
            javaType = "String")
    public static final String MESSAGE_ID = "CamelSmsMessageId";

    @Metadata(
            label = "producer",
            description =
                    "User data header in hex, such as 050003CC0201, for providers that take one. A byte array is written as hex.",
            javaType = "String")
    public static final String UDH = "CamelSmsUdh";

    @Metadata(
            label = "producer",
            description =
                    "When the provider is to send the message, where it can: an Instant, a date or ISO 8601 text; must lie in the future.",
            javaType = "java.time.Instant")
    public static final String SEND_AT = "CamelSmsSendAt";

    @Metadata(
            label = "producer",
            description =
                    "How long the provider may try to deliver, where it can be told: a Duration or text such as 2h.",
            javaType = "java.time.Duration")
    public static final String VALIDITY = "CamelSmsValidity";

    @Metadata(
            label = "producer",
            description = "From this time on the message is not sent but refused: an Instant, a date or ISO 8601 text.",
            javaType = "java.time.Instant")
    public static final String EXPIRES_AT = "CamelSmsExpiresAt";

    @Metadata(
            label = "producer",
            description =
                    "On `send`: key of this SMS. Further sends with the key, on whichever node and account, send nothing and give the result of the first; see the option idempotencyWindow.",
            javaType = "String")
    public static final String IDEMPOTENCY_KEY = "CamelSmsIdempotencyKey";

    @Metadata(
            label = "producer",
            description =
                    "Out: true when an earlier send with the same idempotency key was accepted, so that nothing was sent now.",
            javaType = "Boolean")
    public static final String REPLAYED = "CamelSmsReplayed";

    @Metadata(
            label = "producer",
            description =
                    "On `send`: your own verification code, where the provider checks codes; removed once sent. On `query`: the code that the user typed, which the provider checks and counts as an attempt.",
            javaType = "String")
    public static final String VERIFY_CODE = "CamelSmsVerifyCode";

    @Metadata(
            label = "producer",
            description = "Further provider parameters by name; they come on top of the option `param.xxx`.",
            javaType = "java.util.Map<String, Object>")
    public static final String PARAMS = "CamelSmsParams";

    @Metadata(
            label = "producer",
            description = "Method of the provider to call (`call`); goes before the option method.",
            javaType = "String")
    public static final String METHOD = "CamelSmsMethod";

    @Metadata(label = "producer", description = "Out: provider id.", javaType = "String")
    public static final String PROVIDER = "CamelSmsProvider";

    @Metadata(
            label = "producer",
            description = "Out: name of the delivery status, such as ACCEPTED or DELIVERED.",
            javaType = "String")
    public static final String STATUS = "CamelSmsStatus";

    @Metadata(
            label = "producer",
            description = "Out: whether no other status is expected to follow.",
            javaType = "Boolean")
    public static final String STATUS_FINAL = "CamelSmsStatusFinal";

    @Metadata(
            label = "producer",
            description = "Out: the provider's own code, without what was sent and without long runs of digits.",
            javaType = "String")
    public static final String PROVIDER_CODE = "CamelSmsProviderCode";

    @Metadata(
            label = "producer",
            description = "Out: the provider's own text, without what was sent and without long runs of digits.",
            javaType = "String")
    public static final String PROVIDER_TEXT = "CamelSmsProviderText";

    @Metadata(
            label = "producer",
            description =
                    "Out, of a failure: the provider's status beside its error code, such as 501, where it gives one.",
            javaType = "String")
    public static final String PROVIDER_STATUS = "CamelSmsProviderStatus";

    @Metadata(
            label = "producer",
            description = "Out: number of short messages that the text takes.",
            javaType = "Integer")
    public static final String SEGMENTS = "CamelSmsSegments";

    @Metadata(
            label = "producer",
            description =
                    "Out, of a send with `encoding=smart`: number of characters for which another one was put, 0 for none.",
            javaType = "Integer")
    public static final String REPLACED = "CamelSmsReplaced";

    @Metadata(label = "producer", description = "Out: price, positive for a charge.", javaType = "java.math.BigDecimal")
    public static final String PRICE = "CamelSmsPrice";

    @Metadata(label = "producer", description = "Out: currency of the price (ISO 4217).", javaType = "String")
    public static final String CURRENCY = "CamelSmsCurrency";

    @Metadata(
            label = "producer",
            description = "Out: when the message was taken, or when its status was reached.",
            javaType = "java.time.Instant")
    public static final String TIMESTAMP = "CamelSmsTimestamp";

    @Metadata(
            label = "producer",
            description =
                    "Out: state of the verification code, such as VALID or EXPIRED, where the provider checks codes.",
            javaType = "String")
    public static final String CODE_STATE = "CamelSmsCodeState";

    @Metadata(
            label = "producer",
            description = "Id under which a code is checked. Out of `verify`, in for `check`.",
            javaType = "String")
    public static final String VERIFICATION_ID = "CamelSmsVerificationId";

    @Metadata(
            label = "consumer",
            description = "Out: true on a receipt that came after one of a later state.",
            javaType = "Boolean")
    public static final String STALE = "CamelSmsStale";

    @Metadata(
            label = "consumer",
            description =
                    "Out: true on a receipt that is delivered because no final state of the message was known until"
                            + " missingUntil.",
            javaType = "Boolean")
    public static final String MISSING = "CamelSmsMissing";

    /** Exchange property: the call of the provider that brought this event, a {@code WebhookRequest}; for debugging. */
    public static final String RAW_REQUEST = "CamelSmsRawRequest";

    /**
     * Exchange property: the accounts that did not send a message before another one did, or before none was left, in the order in
     * which they were tried, a {@code List} of {@code AccountFailure}.
     */
    public static final String FAILED_ACCOUNTS = "CamelSmsFailedAccounts";

    /**
     * Exchange property: the provider's last reply as it came, an {@code HttpResponse}; after a bulk send that is not an iterator a {@code
     * List} of them; for debugging.
     */
    public static final String RAW_REPLY = "CamelSmsRawReply";

    /** Exchange property: the parameters, a {@code Map}, by which a paged call goes on after the page at hand; none after the last. */
    public static final String NEXT_PAGE = "CamelSmsNextPage";

    private SmsConstants() {}
}
