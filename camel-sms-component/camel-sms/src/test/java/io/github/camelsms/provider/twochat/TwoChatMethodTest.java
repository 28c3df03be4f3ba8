package io.github.camelsms.provider.twochat;

import io.github.camelsms.MethodTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TwoChatMethodTest {

    @Test
    void theManualListsEveryMethodWithItsParameters() throws IOException {
        Map<String, List<String>> methods = new TreeMap<>();
        for (String name : TwoChatMethod.names()) {
            TwoChatMethod method = TwoChatMethod.find(name).orElseThrow();
            String parameters = Stream.of(MethodTable.bold(method.inPath()), MethodTable.names(method.inQuery()))
                    .filter(some -> !some.isEmpty())
                    .collect(Collectors.joining("; "));
            methods.put(name, List.of(parameters, Objects.requireNonNullElse(method.rows(), "")));
        }

        new MethodTable("Methods of 2Chat").says(methods);
    }
}
