package io.github.camelsms.examples.login;

/** The page that a session sees. Whatever was typed stays out of it, but for the last two digits of the number. */
public final class LoginPage {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Log in to Acme</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/login.css">
            <script src="/login.js" defer></script>
            </head>
            <body>
            <p id="status" role="status" aria-live="polite">%s</p>
            <main>
            %s</main>
            </body>
            </html>
            """;

    private static final String NUMBER = """
            <h1>Log in</h1>
            <form method="post" action="/number">
            <label for="number">Mobile number</label>
            <input id="number" name="number" type="tel" inputmode="tel" autocomplete="tel" maxlength="30" required autofocus
             aria-describedby="hint status">
            <p id="hint">With its country code, such as +44 7700 900123</p>
            <button>Send a code</button>
            </form>
            """;

    private static final String CODE = """
            <h1>Type the code</h1>
            <p id="hint">It comes as an SMS to the number that ends in %s.</p>
            <form method="post" action="/code">
            <label for="code">Code</label>
            <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required autofocus
             aria-describedby="hint status">
            <button>Log in</button>
            </form>
            <form method="post" action="/resend"><button class="quiet">Send another code</button></form>
            <form method="post" action="/leave"><button class="quiet">Use another number</button></form>
            """;

    private static final String WELCOME = """
            <h1>Welcome</h1>
            <p>You are logged in with the number that ends in %s.</p>
            <form method="post" action="/leave"><button>Log out</button></form>
            """;

    public String html(Session session) {
        String main = session.number() == null ? NUMBER : (session.loggedIn() ? WELCOME : CODE);
        return PAGE.formatted(session.message(), main.formatted(session.ending()));
    }
}
