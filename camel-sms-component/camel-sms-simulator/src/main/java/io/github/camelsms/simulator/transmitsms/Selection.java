package io.github.camelsms.simulator.transmitsms;

import java.util.Optional;

/** Which answers a call asks about: within a span, from one number. */
record Selection(Span span, Optional<String> msisdn) {

    static Selection of(Parameters parameters) {
        return new Selection(Span.of(parameters), parameters.optional("msisdn"));
    }

    boolean contains(Answer answer) {
        return span.contains(answer.receivedAt())
                && msisdn.map(answer.msisdn()::equals).orElse(true);
    }

    @Override
    public String toString() {
        return "Selection[" + span + "]";
    }
}
