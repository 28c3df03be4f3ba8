package io.github.camelsms.internal.send;

import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.client.AccountClient;
import io.github.camelsms.model.SmsCall;
import io.github.camelsms.spi.CallReply;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a call, page after page: the next page is asked for when the rows of the one before are used up, so that there is never more
 * than one in memory. For one thread at a time.
 */
public final class PagedRows implements Iterator<Map<String, Object>> {

    private final AccountClient<SmsCall, CallReply> client;
    private final Exchange exchange;
    private Iterator<Map<String, Object>> rows;
    private @Nullable SmsCall next;

    /**
     * @param first what came for the first page
     * @param exchange for which the pages are read; its property {@link SmsConstants#NEXT_PAGE} is kept up to date
     */
    public PagedRows(AccountClient<SmsCall, CallReply> client, Exchange exchange, CallReply first) {
        this.client = client;
        this.exchange = exchange;
        this.rows = first.rows().iterator();
        this.next = first.nextPage();
        note();
    }

    /** @throws io.github.camelsms.model.SmsException when the next page cannot be read; asked again, it is tried again */
    @Override
    public boolean hasNext() {
        SmsCall page = next;
        while (!rows.hasNext() && page != null) {
            CallReply reply = client.call(exchange, page);
            rows = reply.rows().iterator();
            next = reply.nextPage();
            note();
            page = next;
        }
        return rows.hasNext();
    }

    @Override
    public Map<String, Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.next();
    }

    private void note() {
        exchange.setProperty(SmsConstants.NEXT_PAGE, next == null ? null : Map.copyOf(next.params()));
    }

    @Override
    public String toString() {
        return "PagedRows[next=" + next + "]";
    }
}
