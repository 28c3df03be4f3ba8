package io.github.camelsms.engines;

import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered, word for word.
 *
 * @param status of the status line; 0 when the connection was closed without an answer
 * @param head status line and headers
 */
record Answer(int status, String head, String body) {

    static Answer of(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, text, "");
        }
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    Optional<String> header(String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}
