package io.github.camelsms.provider.transmitsms;

import io.github.camelsms.MethodTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransmitSmsMethodTest {

    @Test
    void theManualListsEveryMethodWithItsParameters() throws IOException {
        Map<String, List<String>> methods = new TreeMap<>();
        for (String name : TransmitSmsMethod.names()) {
            TransmitSmsMethod method = TransmitSmsMethod.find(name).orElseThrow();
            methods.put(
                    name,
                    List.of(
                            parameters(method),
                            Objects.requireNonNullElse(method.rows(), ""),
                            method.read() ? "yes" : "no"));
        }

        new MethodTable("Methods of Transmit SMS").says(methods);
    }

    private static String parameters(TransmitSmsMethod method) {
        String choice = method.alternatives().isEmpty() ? "" : "one of " + MethodTable.bold(method.alternatives());
        return Stream.of(MethodTable.bold(method.required()), choice, MethodTable.names(method.optional()))
                .filter(some -> !some.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
