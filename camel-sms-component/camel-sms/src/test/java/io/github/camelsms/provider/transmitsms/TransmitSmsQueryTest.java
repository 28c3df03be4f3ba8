package io.github.camelsms.provider.transmitsms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelsms.http.HttpRequest;
import io.github.camelsms.http.HttpResponse;
import io.github.camelsms.model.DeliveryReceipt;
import io.github.camelsms.model.DeliveryStatus;
import io.github.camelsms.model.ErrorClass;
import io.github.camelsms.model.Msisdn;
import io.github.camelsms.model.ReceiptSource;
import io.github.camelsms.model.SenderId;
import io.github.camelsms.model.SmsException;
import io.github.camelsms.model.SmsOutcomeUnknownException;
import io.github.camelsms.model.SmsQuery;
import io.github.camelsms.model.SmsRefusedException;
import io.github.camelsms.spi.ProviderOptions;
import io.github.camelsms.spi.ProviderText;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransmitSmsQueryTest {

    private static final Msisdn HANDSET = Msisdn.parse("+61491570156");
    private static final SmsQuery OF_RECIPIENT = new SmsQuery("331694668", HANDSET, null);
    private static final SmsQuery OF_SEND = new SmsQuery("331694668", null, null);
    private static final String OK = "'error':{'code':'SUCCESS','description':'OK'}}";

    private final TransmitSmsQuery query = new TransmitSmsQuery(
            new TransmitSmsApi(TransmitSmsFormat.JSON, "Basic eA=="),
            new ProviderText(new ProviderOptions(
                    "transmitsms",
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    InstantSource.system(),
                    () -> "nonce")));

    @Test
    void asksForOneRecipient() {
        HttpRequest request = query.encode(OF_RECIPIENT);

        assertThat(request.method()).isEqualTo(HttpRequest.Method.POST);
        assertThat(request.path()).isEqualTo("/get-sms-delivery-status.json");
        assertThat(form(request)).isEqualTo("message_id=331694668&msisdn=61491570156");
    }

    @Test
    void asksForTheWholeSend() {
        HttpRequest request = query.encode(OF_SEND);

        assertThat(request.path()).isEqualTo("/get-sms-sent.json");
        assertThat(form(request)).isEqualTo("message_id=331694668&page=1&max=100&optouts=include");
    }

    @Test
    void refusesToCheckACode() {
        assertThatExceptionOfType(SmsRefusedException.class)
                .isThrownBy(() -> query.encode(new SmsQuery("331694668", null, "4711")))
                .withMessageContaining("CamelSmsVerifyCode")
                .withMessageNotContaining("4711");
    }

    @Test
    void readsTheFateOfOneRecipient() {
        DeliveryReceipt receipt = decode(
                OF_RECIPIENT,
                "{'stats':{'message_id':331694668,'sender_id':'ACMESHOP','mobile':61491570156,"
                        + "'send_at':'2026-09-15T10:30:00Z','datetime':'2026-09-15 10:30:07','status':'Delivered',"
                        + "'message':'Your parcel'}," + OK);

        assertThat(receipt.messageId()).isEqualTo("331694668");
        assertThat(receipt.status()).isEqualTo(DeliveryStatus.DELIVERED);
        assertThat(receipt.statusFinal()).isTrue();
        assertThat(receipt.to()).isEqualTo(HANDSET);
        assertThat(receipt.from()).isEqualTo(SenderId.parse("ACMESHOP"));
        assertThat(receipt.providerCode()).isEqualTo("Delivered");
        assertThat(receipt.submittedAt()).isEqualTo("2026-09-15T10:30:00Z");
        assertThat(receipt.at()).isEqualTo("2026-09-15T10:30:07Z");
        assertThat(receipt.source()).isEqualTo(ReceiptSource.QUERY);
        assertThat(receipt.toString()).doesNotContain("parcel", "61491570156");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'stats':{},",
                "{'stats':'',",
                "{'stats':{'status':null,'mobile':'0','datetime':'soon','send_at':''},",
                "{"
            })
    void goodReplyWithoutAStateIsUnknown(String members) {
        DeliveryReceipt receipt = decode(OF_RECIPIENT, members + OK);

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.UNKNOWN);
        assertThat(receipt.statusFinal()).isFalse();
        assertThat(receipt.to()).isEqualTo(HANDSET);
        assertThat(receipt.at()).isNull();
    }

    @Test
    void readsTheFateOfASendToOne() {
        DeliveryReceipt receipt = decode(
                OF_SEND,
                "{'page':{'count':1,'number':1},'total':'1','message':{'message_id':331694668,"
                        + "'send_at':'2026-09-15 10:30:00','recipients':1,'cost':'0.087','sms':2},"
                        + "'recipients':[{'msisdn':'61491570156','delivery_status':'soft-bounce','optout':false}],"
                        + OK);

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.UNDELIVERED);
        assertThat(receipt.providerCode()).isEqualTo("soft-bounce");
        assertThat(receipt.to()).isEqualTo(HANDSET);
        assertThat(receipt.segments()).isEqualTo(2);
        assertThat(receipt.price()).isEqualByComparingTo("0.087");
        assertThat(receipt.submittedAt()).isEqualTo("2026-09-15T10:30:00Z");
        assertThat(receipt.at()).isNull();
    }

    @Test
    void countsTheStatesOfASendToSeveral() {
        DeliveryReceipt receipt = decode(
                OF_SEND,
                "{'total':4,'message':{'delivery_stats':{'delivered':9}},'recipients':["
                        + "{'msisdn':61491570156,'delivery_status':'delivered'},"
                        + "{'msisdn':61491570157,'delivery_status':'pending'},"
                        + "{'msisdn':61491570158,'delivery_status':null},"
                        + "{'msisdn':61491570159,'delivery_status':'delivered'}]," + OK);

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.UNKNOWN);
        assertThat(receipt.statusFinal()).isFalse();
        assertThat(receipt.providerText()).isEqualTo("recipients 4: delivered 2, pending 1, unknown 1");
        assertThat(receipt.to()).isNull();
        assertThat(receipt.providerCode()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'total':250,'recipients':[{'delivery_status':'delivered'}] | recipients 250: delivered 201, pending 49, bounced 0",
                // Recorded: a total of 1 and no array.
                "'total':1 | recipients 1: delivered 201, pending 49, bounced 0"
            })
    void takesTheGatewaysCountersWhenThePageDoesNotHoldAll(String members, String text) {
        DeliveryReceipt receipt = decode(
                OF_SEND,
                "{" + members
                        + ",'message':{'delivery_stats':{'delivered':201,'pending':'49','bounced':0,'responses':3}},"
                        + OK);

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.UNKNOWN);
        assertThat(receipt.providerText()).isEqualTo(text);
    }

    @Test
    void saysNothingOfCountersThatThereAreNot() {
        assertThat(decode(OF_SEND, "{" + OK).providerText()).isEqualTo("recipients 0");
        assertThat(decode(OF_SEND, "{'total':3," + OK).providerText()).isEqualTo("recipients 3");
    }

    @Test
    void unknownMessageIsAValue() {
        DeliveryReceipt receipt = query.decode(
                OF_RECIPIENT, reply(400, "{'error':{'code':'NOT_FOUND','description':'Message 331694668 not found'}}"));

        assertThat(receipt.status()).isEqualTo(DeliveryStatus.NOT_FOUND);
        assertThat(receipt.statusFinal()).isFalse();
        assertThat(receipt.providerCode()).isEqualTo("NOT_FOUND");
    }

    @Test
    void goodReplyNeedsNoErrorBlock() {
        assertThat(decode(OF_RECIPIENT, "{'stats':{'status':'failed'}}").status())
                .isEqualTo(DeliveryStatus.UNDELIVERED);
        assertThat(decode(OF_SEND, "{'recipients':[{'delivery_status':'delivered'}]}")
                        .status())
                .isEqualTo(DeliveryStatus.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "<html/>", "{'recipients':[]}"})
    void replyToSomethingElseIsNoAnswer(String body) {
        SmsException failure = catchThrowableOfType(SmsException.class, () -> decode(OF_RECIPIENT, body));

        assertThat(failure).isInstanceOf(SmsOutcomeUnknownException.class);
        assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, SENT, false",
        "DELIVERED, DELIVERED, true",
        "soft_bounce, UNDELIVERED, true",
        "hard bounce, UNDELIVERED, true",
        "bounced, UNDELIVERED, true",
        "failed, UNDELIVERED, true",
        "user-cancelled, REJECTED, true",
        "User Cancelled, REJECTED, true",
        "completed, SENT, false",
        "quantum, UNKNOWN, false"
    })
    void statesCompareLeniently(String state, DeliveryStatus status, boolean last) {
        DeliveryReceipt receipt = decode(OF_RECIPIENT, "{'stats':{'status':'" + state + "'}," + OK);

        assertThat(receipt.status()).isEqualTo(status);
        assertThat(receipt.statusFinal()).isEqualTo(last);
        assertThat(receipt.providerCode()).isEqualTo(state);
    }

    @Test
    void isRepeatable() {
        assertThat(query.repeatable(OF_SEND)).isTrue();
    }

    private DeliveryReceipt decode(SmsQuery asked, String body) {
        return query.decode(asked, reply(200, body));
    }

    private static HttpResponse reply(int status, String body) {
        return HttpResponse.of(status, body.replace('\'', '"'));
    }

    private static String form(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
