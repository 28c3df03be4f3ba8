package io.github.camelsms.simulator.telesign;

import io.github.camelsms.simulator.MessageState;

/** A status as queries and callbacks write it. */
record TelesignStatus(int code, String description) {

    static TelesignStatus of(MessageState state) {
        return switch (state) {
            case ACCEPTED -> new TelesignStatus(290, "Message in progress");
            case SENT -> new TelesignStatus(203, "Delivered to gateway");
            case DELIVERED -> new TelesignStatus(200, "Delivered to handset");
            case UNDELIVERED -> new TelesignStatus(207, "Error delivering SMS to handset (reason unknown)");
            case REJECTED -> new TelesignStatus(504, "Carrier rejected - permanent error");
            case EXPIRED -> new TelesignStatus(221, "Message expired before delivery");
            case UNKNOWN, CANCELLED -> new TelesignStatus(250, "Final status unknown");
        };
    }
}
