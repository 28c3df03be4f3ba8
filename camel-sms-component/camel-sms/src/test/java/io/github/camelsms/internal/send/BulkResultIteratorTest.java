package io.github.camelsms.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelsms.model.BulkResult;
import io.github.camelsms.model.SmsMessage;
import io.github.camelsms.model.SmsSubmission;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What came before a failure of the source is sent and reported first, whatever the source throws and however one looks ahead. */
class BulkResultIteratorTest {

    private final List<Integer> windows = new ArrayList<>();
    private boolean closed;

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("database gone"),
                new StackOverflowError(),
                new NoClassDefFoundError("Row"),
                new SQLException("undeclared"),
                new IOException("undeclared"));
    }

    /** @param failure thrown instead of element 25 */
    private BulkResultIterator results(Throwable failure) {
        return results(failure, () -> closed = true);
    }

    /** @param failure thrown instead of element 25; null for a source that ends there */
    private BulkResultIterator results(@Nullable Throwable failure, AutoCloseable close) {
        Iterator<Object> source = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < 25 || failure != null;
            }

            @Override
            public Object next() {
                if (next == 25) {
                    throw BulkResultIteratorTest.<RuntimeException>sneaky(failure);
                }
                return next++;
            }
        };
        BulkInput input = new BulkInput(
                source, true, close, element -> SmsMessage.builder().build());
        return new BulkResultIterator(input, 10, elements -> {
            windows.add(elements.size());
            return elements.stream()
                    .map(element -> BulkResult.accepted(SmsSubmission.accepted("2chat", String.valueOf(element))
                            .build()))
                    .toList();
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }

    /** An exception comes as it is; an Error comes as the cause of one. */
    private static void assertIs(Throwable failure, Throwable thrown) {
        assertThat(failure instanceof Error ? thrown.getCause() : thrown).isSameAs(failure);
        assertThat(thrown).isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void allResultsComeBeforeTheFailureOfTheSource(Throwable failure) {
        BulkResultIterator results = results(failure);
        for (int i = 0; i < 25; i++) {
            assertThat(results.hasNext()).isTrue();
            results.next();
        }

        assertThatThrownBy(results::next).satisfies(thrown -> assertIs(failure, thrown));
        assertThat(windows).containsExactly(10, 10, 5);
        assertThat(closed).isTrue();
        assertThat(results.hasNext()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whoLooksAheadLosesNoResult(Throwable failure) {
        BulkResultIterator results = results(failure);
        List<BulkResult> taken = new ArrayList<>();

        assertThatThrownBy(() -> {
                    boolean more = results.hasNext();
                    while (more) {
                        BulkResult result = results.next();
                        more = results.hasNext(); // as a splitter does before it hands the result on
                        taken.add(result);
                    }
                })
                .satisfies(thrown -> assertIs(failure, thrown));
        assertThat(taken).hasSize(25);
    }

    private static AutoCloseable closeThatFails(Throwable failure) {
        return () -> {
            throw BulkResultIteratorTest.<RuntimeException>sneaky(failure);
        };
    }

    @ParameterizedTest
    @MethodSource("failures")
    void allResultsComeBeforeTheFailureOfClose(Throwable failure) {
        BulkResultIterator results = results(null, closeThatFails(failure));
        List<BulkResult> taken = new ArrayList<>();

        assertThatThrownBy(() -> {
                    boolean more = results.hasNext();
                    while (more) {
                        BulkResult result = results.next();
                        more = results.hasNext();
                        taken.add(result);
                    }
                })
                .isInstanceOf(IllegalStateException.class)
                .hasCause(failure);
        assertThat(taken).hasSize(25);
        assertThat(results.hasNext()).isFalse();
        assertThatCode(results::close).as("closed once").doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfCloseDoesNotHideTheFailureOfTheSource(Throwable unclosed) {
        Throwable failure = new IOException("connection lost");
        BulkResultIterator results = results(failure, closeThatFails(unclosed));
        for (int i = 0; i < 25; i++) {
            results.next();
        }

        assertThatThrownBy(results::next).isSameAs(failure);
        assertThat(failure.getSuppressed())
                .hasSize(1)
                .allSatisfy(one -> assertThat(one).hasCause(unclosed));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void closeSaysWhyItFailed(Throwable failure) {
        BulkResultIterator results = results(null, closeThatFails(failure));
        results.next();

        assertThatThrownBy(results::close)
                .isInstanceOf(IllegalStateException.class)
                .hasCause(failure);
    }

    @Test
    void nothingIsReadOnceClosed() {
        BulkResultIterator results = results(new IllegalStateException());
        results.next();
        results.close();

        assertThat(windows).containsExactly(10);
        assertThat(closed).isTrue();
    }
}
