package io.github.camelsms.internal.exchange;

import io.github.camelsms.SmsConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The header that names the account to use and, afterwards, the one that was used. */
public final class AccountHeader {

    /** Holds the account that a step reported of itself, so that it does not steer the next step. */
    private static final String ACCOUNT_REPORTED = "CamelSmsAccountReported";

    private static final HeaderReader HEADERS = new HeaderReader("sms");

    private AccountHeader() {}

    /**
     * The account that the message names; null when it names none.
     *
     * @throws io.github.camelsms.model.SmsRefusedException when the header does not hold a text
     * @param chosen whether the endpoint has an account of its own, which a name that an earlier step merely reported does not replace
     */
    public static @Nullable String read(Exchange exchange, boolean chosen) {
        String name = HEADERS.text(exchange.getMessage(), SmsConstants.ACCOUNT);
        boolean reported = name != null && name.equals(exchange.getProperty(ACCOUNT_REPORTED));
        return chosen && reported ? null : name;
    }

    /** @param account the one that was used; null for one without a name */
    public static void report(Exchange exchange, @Nullable String account) {
        Message out = exchange.getMessage();
        if (account == null) {
            out.removeHeader(SmsConstants.ACCOUNT);
            exchange.setProperty(ACCOUNT_REPORTED, null);
        } else if (!account.equals(out.getHeader(SmsConstants.ACCOUNT))) {
            out.setHeader(SmsConstants.ACCOUNT, account);
            exchange.setProperty(ACCOUNT_REPORTED, account);
        }
    }
}
