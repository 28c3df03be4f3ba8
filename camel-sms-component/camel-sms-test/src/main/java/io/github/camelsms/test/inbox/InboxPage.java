package io.github.camelsms.test.inbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.http.RequestMethod.DELETE;
import static com.github.tomakehurst.wiremock.http.RequestMethod.GET;
import static com.github.tomakehurst.wiremock.http.RequestMethod.POST;

import com.github.tomakehurst.wiremock.admin.Router;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.AdminApiExtension;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.github.camelsms.test.Inbox;
import io.github.camelsms.test.SimulatedAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** Serves the page, its three files, and the {@link InboxApi}. */
public final class InboxPage implements AdminApiExtension {

    /** Where the page is. */
    public static final String PATH = "/__admin/inbox/";

    private static final String ROUTE = "/inbox/";

    /** Nothing but the page's own files may run, be shown or be asked; no page may frame it; no HTML is made from text. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final Map<String, ResponseDefinition> files = Map.of(
            "", file("inbox.html", "text/html"),
            "inbox.css", file("inbox.css", "text/css"),
            "inbox.js", file("inbox.js", "text/javascript"),
            "inbox.svg", file("inbox.svg", "image/svg+xml"));
    private final InboxApi api;

    public InboxPage(Inbox inbox, Collection<SimulatedAccount> accounts) {
        api = new InboxApi(inbox, accounts);
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

    /**
     * WireMock finds the template of a route by the class of its task, so there is one task for each method and what is below
     * is told apart here.
     */
    @Override
    public void contributeAdminApiRoutes(Router router) {
        router.add(
                GET,
                "/inbox",
                (admin, event, parameters) -> ResponseDefinitionBuilder.responseDefinition()
                        .withStatus(302)
                        .withHeader("Location", PATH)
                        .build());
        router.add(GET, ROUTE + "**", (admin, event, parameters) -> look(event.getRequest()));
        router.add(
                POST,
                ROUTE + "**",
                (admin, event, parameters) -> api.post(below(event.getRequest()), event.getRequest()));
        router.add(DELETE, ROUTE + "**", (admin, event, parameters) -> api.delete(below(event.getRequest()), admin));
    }

    private ResponseDefinition look(Request request) {
        String path = below(request);
        ResponseDefinition file = files.get(path);
        return file == null ? api.get(path, request) : ResponseDefinition.copyOf(file);
    }

    private static String below(Request request) {
        String path = request.getUrl().split("\\?", 2)[0];
        return path.substring(path.indexOf(ROUTE) + ROUTE.length());
    }

    private static ResponseDefinition file(String name, String type) {
        return headers(ResponseDefinitionBuilder.responseDefinition())
                .withStatus(200)
                .withHeader("Content-Type", type + "; charset=utf-8")
                .withHeader("Content-Security-Policy", POLICY)
                .withBody(read(name))
                .build();
    }

    static ResponseDefinitionBuilder headers(ResponseDefinitionBuilder response) {
        return response.withHeader("Cache-Control", "no-store")
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static byte[] read(String name) {
        try (InputStream file = InboxPage.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String getName() {
        return "camel-sms-inbox";
    }
}
