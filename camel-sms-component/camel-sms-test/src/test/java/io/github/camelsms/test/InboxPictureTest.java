package io.github.camelsms.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelsms.simulator.Inbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The picture of the inbox in the manual is that of the page as it is: beside it stands a checksum of what the page was made
 * from.
 */
class InboxPictureTest {

    private static final String WRITE = "inbox.picture";
    private static final Path FOLDER = Path.of("../../docs/images");
    private static final List<String> SOURCES = List.of("inbox.html", "inbox.css", "inbox.js", "inbox.svg");

    @Test
    @DisabledIfSystemProperty(named = WRITE, matches = "write", disabledReason = "it is being taken")
    void isCurrent() throws IOException {
        assertThat(FOLDER.resolve("inbox.sha256"))
                .as("the page has changed: take its picture anew with docs/images/inbox.sh")
                .hasContent(checksum());
        assertThat(FOLDER.resolve("inbox.png")).isNotEmptyFile();
    }

    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = WRITE, matches = "write", disabledReason = "docs/images/inbox.sh takes it")
    void isTaken() throws IOException {
        try (InboxConversations conversations = new InboxConversations(0);
                Browser browser = Browser.start()) {
            Files.createDirectories(FOLDER);
            browser.size(1280, 800).open(conversations.simulator().inboxUrl());
            browser.click("#messages li:nth-last-child(3) .meta", "Delivered");
            browser.click("#facts summary", "Delivered");
            browser.see("#facts details[open] pre");
            browser.script("document.activeElement.blur()");
            Files.write(FOLDER.resolve("inbox.png"), browser.picture());
        }
        Files.writeString(FOLDER.resolve("inbox.sha256"), checksum() + "\n");
    }

    private static String checksum() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String source : SOURCES) {
                try (InputStream file = Inbox.class.getResourceAsStream("inbox/" + source)) {
                    String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
                    digest.update(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
