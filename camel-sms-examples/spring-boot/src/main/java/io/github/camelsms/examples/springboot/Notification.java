package io.github.camelsms.examples.springboot;

/**
 * What is posted to {@code /notify}.
 *
 * @param to number of the recipient, such as +447700900123
 * @param text of any length up to camel.component.sms.max-segments
 */
record Notification(String to, String text) {}
