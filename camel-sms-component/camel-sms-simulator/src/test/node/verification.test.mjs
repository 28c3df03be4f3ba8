import assert from "node:assert/strict";
import {test} from "node:test";
import TeleSign from "telesignsdk";

const SIMULATOR = process.env.SMS_SIMULATOR ?? "http://127.0.0.1:8089";
const CUSTOMER = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";
const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";
const HANDSET = "447700900123";

const telesign = new TeleSign(CUSTOMER, KEY, SIMULATOR, 5000);

/** What the application does: here by TeleSign's own client. */
function send(text) {
  return new Promise((done, failed) =>
    telesign.sms.message((error, answer) => (error ? failed(error) : done(answer)), HANDSET, text, "OTP"));
}

/** Asks the API of the inbox. */
async function inbox(call, parameters = {}) {
  const answer = await fetch(`${SIMULATOR}/inbox/api/${call}?${new URLSearchParams(parameters)}`);
  const body = await answer.json();
  assert.equal(answer.status, 200, body.error);
  return body;
}

test("the code that was sent is the code that arrives", async () => {
  const {total} = await inbox("status");

  const sent = await send("Your code is 480213");

  const message = await inbox("wait", {to: HANDSET, since: total, timeout: "10s"});
  assert.equal(message.messageId, sent.reference_id);
  assert.equal(message.text, "Your code is 480213");
  const {code} = await inbox("code", {to: HANDSET, since: total, timeout: "10s"});
  assert.equal(code, "480213");
});

test("a message to a number that ends in 0902 is not delivered", async () => {
  const {total} = await inbox("status");
  await new Promise(done => telesign.sms.message(done, "447700900902", "Hello", "ARN"));
  const message = await inbox("wait", {to: "447700900902", since: total, state: "UNDELIVERED", timeout: "10s"});
  assert.deepEqual(message.history.map(step => step.state), ["ACCEPTED", "SENT", "UNDELIVERED"]);
});
