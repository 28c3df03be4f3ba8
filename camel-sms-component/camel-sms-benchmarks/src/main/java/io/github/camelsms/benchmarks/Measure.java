package io.github.camelsms.benchmarks;

/** A value that is measured. Times and bytes are those of the process that is measured, divided by the messages. */
enum Measure {
    /** Messages or receipts accepted per second. */
    RATE("rate"),
    /** Microseconds of CPU time, in the kernel too, the JIT compiler's left out. */
    CPU("CPU"),
    /** Microseconds of CPU time of the JIT compiler. */
    JIT("JIT"),
    /** Bytes allocated by Java threads. */
    BYTES("bytes"),
    /** Platform threads alive at the peak. */
    THREADS("threads"),
    /** Megabytes of heap in use after a garbage collection, at most. */
    HEAP("heap"),
    /** Microseconds of CPU time of the process at the other end: the stub or the load generator. */
    PEER_CPU("peer CPU"),
    /** Messages not accepted, in all. */
    FAILED("failed");

    private final String label;

    Measure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
