package io.github.camelsms.benchmarks;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * A message that carries a code.
 *
 * @param to digits without {@code +}
 * @param code six digits, part of {@code text}
 */
record Sms(String to, String from, String code, String text) {

    /** The text as TeleSign takes it: it fills in the code. */
    static final String TEMPLATE = "Your code is $$CODE$$. It expires in 10 minutes. Do not share it.";

    private static final Sms[] SOME = some(new Random(1));

    private static Sms[] some(Random random) {
        return IntStream.range(0, 1024).mapToObj(i -> numbered(random)).toArray(Sms[]::new);
    }

    private static Sms numbered(Random random) {
        String code = Integer.toString(100_000 + random.nextInt(900_000));
        return new Sms("4477009" + (10_000 + random.nextInt(90_000)), "ACME", code, TEMPLATE.replace("$$CODE$$", code));
    }

    /** One of 1024 prepared messages. */
    static Sms number(int i) {
        return SOME[i & SOME.length - 1];
    }
}
