package io.github.camelsms.simulator.twochat;

import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.Reply;

/** Ends the handling of a request with an HTTP status from 400. */
final class TwoChatRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    TwoChatRefusal(int status, String text) {
        super("HTTP status " + status, null, false, false);
        this.status = status;
        this.text = text;
    }

    static TwoChatRefusal notFound(String text) {
        return new TwoChatRefusal(404, text);
    }

    static TwoChatRefusal invalid(String parameter) {
        return new TwoChatRefusal(422, parameter + " is not valid");
    }

    Reply reply() {
        return reply(status, text);
    }

    static Reply reply(int status, String text) {
        return Reply.json(status, new Members().with("error", true).with("error_message", text));
    }
}
