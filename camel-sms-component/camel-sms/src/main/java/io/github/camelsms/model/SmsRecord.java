package io.github.camelsms.model;

/** A value that goes into or comes out of an {@code sms:} endpoint; each converts to JSON text, {@code Map}, stream, bytes. */
public sealed interface SmsRecord
        permits SmsMessage,
                SmsSubmission,
                DeliveryReceipt,
                FeedbackResult,
                InboundSms,
                BulkResult,
                Verification,
                VerificationResult {}
