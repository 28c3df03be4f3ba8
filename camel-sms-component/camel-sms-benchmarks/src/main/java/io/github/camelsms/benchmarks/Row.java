package io.github.camelsms.benchmarks;

/** A row of the report: one variant at one level. */
record Row(Kind kind, Level level, String variant) {

    static Row of(Kind kind, String level, String variant) {
        return new Row(kind, Level.parse(level), variant);
    }

    Row with(String otherVariant) {
        return new Row(kind, level, otherVariant);
    }

    @Override
    public String toString() {
        return kind.id() + " " + level + " " + variant;
    }
}
