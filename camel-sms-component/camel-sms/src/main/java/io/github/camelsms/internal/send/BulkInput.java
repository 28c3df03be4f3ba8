package io.github.camelsms.internal.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelsms.SmsConstants;
import io.github.camelsms.internal.exchange.MessageReader;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsMessage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.stream.BaseStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk send is given: a list or an iterator as body, or one message in the body to a list of recipients in the header.
 *
 * @param elements messages, or recipients
 * @param lazy whether the elements come one after the other, maybe without end
 * @param source what is to be closed when the elements are no longer needed; null for nothing
 * @param reader reads the message of an element, once
 */
record BulkInput(
        Iterator<?> elements, boolean lazy, @Nullable AutoCloseable source, Reader reader) {

    /** Reads the message of an element. */
    @FunctionalInterface
    interface Reader {
        /** @throws RuntimeException when it cannot be read */
        SmsMessage read(@Nullable Object element);
    }

    /** Whether the Exchange holds several messages. */
    static boolean isIn(Exchange exchange) {
        Message in = exchange.getMessage();
        return isLazy(in.getBody()) || elements(in.getBody()) != null || recipients(in) != null;
    }

    static BulkInput read(Exchange exchange, MessageReader messages) {
        Message in = exchange.getMessage();
        Object body = in.getBody();
        Collection<?> recipients = recipients(in);
        if (recipients != null) {
            return new BulkInput(recipients.iterator(), false, null, toSeveral(in, messages));
        }
        Collection<?> elements = elements(body);
        if (elements != null) {
            return new BulkInput(elements.iterator(), false, null, element -> messages.read(in, element));
        }
        Message headers =
                new DefaultMessage(exchange); // those of now: the result replaces them before the last is read
        headers.setHeaders(in.getHeaders());
        return new BulkInput(
                iterator(body),
                true,
                body instanceof AutoCloseable source ? source : null,
                element -> messages.read(headers, element));
    }

    /** The body may be a stream: it is read once, and each recipient gets what was read. */
    private static Reader toSeveral(Message in, MessageReader messages) {
        SmsMessage message;
        try {
            message = messages.readWithoutRecipient(in);
        } catch (SmsException refused) {
            return recipient -> {
                throw refused;
            };
        }
        return recipient -> messages.withRecipient(in, message, recipient);
    }

    private static @Nullable Collection<?> elements(@Nullable Object body) {
        if (body instanceof Object[] array && !(body instanceof Byte[]) && !(body instanceof Character[])) {
            return Arrays.asList(array);
        }
        return body instanceof Collection<?> list ? list : null;
    }

    /** The recipients of one message; null when the header holds but one, or the body is more than one message. */
    private static @Nullable Collection<?> recipients(Message in) {
        Object body = in.getBody();
        boolean several = isLazy(body) || elements(body) != null;
        boolean addressed = body instanceof SmsMessage message && message.to() != null;
        return several || addressed ? null : elements(in.getHeader(SmsConstants.TO));
    }

    /** A path and a JSON tree can be iterated, too, but they mean a text. */
    private static boolean isLazy(@Nullable Object body) {
        return body instanceof Iterator
                || body instanceof BaseStream
                || body instanceof Iterable
                        && !(body instanceof Collection)
                        && !(body instanceof Path)
                        && !(body instanceof JsonNode);
    }

    private static Iterator<?> iterator(Object body) {
        if (body instanceof BaseStream<?, ?> stream) {
            return stream.iterator();
        }
        if (body instanceof Iterable<?> iterable) {
            return iterable.iterator();
        }
        if (body instanceof Iterator<?> iterator) {
            return iterator;
        }
        throw new IllegalStateException("the body is one message");
    }
}
