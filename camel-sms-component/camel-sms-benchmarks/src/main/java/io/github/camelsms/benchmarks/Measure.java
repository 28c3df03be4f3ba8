package io.github.camelsms.benchmarks;

/** What is compared. */
enum Measure {
    RATE("msgs/s"),
    CPU("CPU"),
    BYTES("bytes");

    private final String label;

    Measure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    double of(Sample sample) {
        return switch (this) {
            case RATE -> sample.perSecond();
            case CPU -> sample.cpuMicros();
            case BYTES -> sample.bytes();
        };
    }
}
