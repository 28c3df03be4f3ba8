package io.github.camelsms.examples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads CSV as camel-csv does with {@code useMaps}: quoted fields may hold commas, quotes and line breaks. */
public final class Csv {

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** The rows by the names of the first one, in their order. @param file UTF-8, closed at the end */
    public List<Map<String, String>> rows(InputStream file) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        try (CSVParser parser = FORMAT.parse(reader)) {
            return parser.stream().map(CSVRecord::toMap).toList();
        }
    }
}
