package io.github.camelsms.simulator.inbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.github.camelsms.simulator.Inbox;
import io.github.camelsms.simulator.Members;
import io.github.camelsms.simulator.MessageWebhookRules;
import io.github.camelsms.simulator.SimulatedAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import wiremock.jakarta.servlet.http.HttpServlet;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;

/** Serves the page, its three files, and the {@link InboxApi}. */
public final class InboxServlet extends HttpServlet {

    /** Where the page is. */
    public static final String PATH = "/__admin/inbox/";

    /** A second address of the API, for people who write it by hand. */
    public static final String SHORT_API = "/inbox/api/";

    /** Whether it serves: for whoever starts it and waits. */
    public static final String READY = "/readyz";

    /** Counters for Prometheus. */
    public static final String METRICS = "/metrics";

    private static final long serialVersionUID = 1L;

    private static final String ROUTE = "/inbox/";
    private static final int LONGEST_BODY = 256 * 1024;

    /** Nothing but the page's own files may run, be shown or be asked; no page may frame it; no HTML is made from text. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final transient Map<String, ApiReply> files = Map.of(
            "", file("inbox.html", "text/html"),
            "inbox.css", file("inbox.css", "text/css"),
            "inbox.js", file("inbox.js", "text/javascript"),
            "inbox.svg", file("inbox.svg", "image/svg+xml"));
    private final transient ApiReply description = new ApiReply(200, "application/json", read("openapi.json"));
    private final transient InboxApi api;
    private final transient Waits waits;
    private final transient Metrics metrics;

    /**
     * @param tags           searches by name of the tag that they give
     * @param webhooks       webhooks of the simulator's own
     * @param forgetRequests empties the journal of requests
     * @throws IllegalArgumentException for a search or a webhook that is not valid
     */
    public InboxServlet(
            Inbox inbox,
            List<SimulatedAccount> accounts,
            Map<String, String> tags,
            MessageWebhookRules webhooks,
            Runnable forgetRequests) {
        api = new InboxApi(inbox, accounts, new Tags(tags), webhooks, forgetRequests);
        waits = new Waits(inbox);
        metrics = new Metrics(inbox, accounts, waits);
    }

    @Override
    public void destroy() {
        waits.close();
        api.close();
    }

    /** The stub that leads from the short addresses {@code /} and {@code /inbox} to the page. */
    public static MappingBuilder redirect() {
        return get(urlPathMatching("/(inbox/?)?"))
                .withName("inbox")
                .willReturn(aResponse()
                        .withStatus(302)
                        .withHeader("Location", PATH)
                        .withHeader("Cache-Control", "no-store"));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String uri = request.getRequestURI();
        if (uri.endsWith("/inbox")) {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Location", PATH);
            return;
        }
        String path = uri.contains(ROUTE) ? uri.substring(uri.indexOf(ROUTE) + ROUTE.length()) : uri;
        try {
            if (request.getMethod().equals("GET") && path.equals("api/wait")) {
                api.waitForMessage(request.getQueryString(), waits, request::startAsync);
                return;
            }
            if (request.getMethod().equals("GET") && path.equals("api/code")) {
                api.waitForCode(request.getQueryString(), waits, request::startAsync);
                return;
            }
        } catch (IllegalArgumentException wrong) {
            ApiReply.error(400, wrong.getMessage()).write(response);
            return;
        }
        answer(path, request).write(response);
    }

    private ApiReply answer(String path, HttpServletRequest request) throws IOException {
        switch (request.getMethod()) {
            case "GET", "HEAD" -> {
                return switch (path) {
                    case READY -> ApiReply.json(200, new Members().with("status", "ready"));
                    case METRICS -> metrics.reply();
                    case "api/openapi.json" -> description;
                    default -> {
                        ApiReply file = files.get(path);
                        yield file == null ? api.get(path, request.getQueryString()) : file;
                    }
                };
            }
            case "POST" -> {
                byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
                return body.length > LONGEST_BODY
                        ? ApiReply.error(413, "The body is longer than " + LONGEST_BODY + " bytes")
                        : api.post(path, request.getHeader("Content-Type"), body);
            }
            case "DELETE" -> {
                return api.delete(path);
            }
            default -> {
                return ApiReply.error(405, "GET, POST and DELETE are the methods here")
                        .with("Allow", "GET, POST, DELETE");
            }
        }
    }

    private static ApiReply file(String name, String type) {
        return new ApiReply(200, type + "; charset=utf-8", read(name)).with("Content-Security-Policy", POLICY);
    }

    private static byte[] read(String name) {
        try (InputStream file = InboxServlet.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
