import assert from "node:assert/strict";
import {createHmac} from "node:crypto";
import {once} from "node:events";
import {createServer} from "node:http";
import {test} from "node:test";
import TeleSign from "telesignsdk";

const SIMULATOR = process.env.SMS_SIMULATOR ?? "http://127.0.0.1:8089";
const CUSTOMER = "FFFFFFFF-EEEE-DDDD-1234-AB1234567890";
const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";

/** A server of the test's own: resolves with the first call. */
function listen(server) {
  return new Promise(done => server.on("request", async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    response.writeHead(204).end();
    done({headers: request.headers, body: Buffer.concat(parts).toString()});
  }));
}

async function webhooks(method, path, body) {
  const answer = await fetch(`${SIMULATOR}/inbox/api/webhooks${path}`, {
    method, headers: {"Content-Type": "application/json"}, body: body && JSON.stringify(body),
  });
  assert.equal(answer.status, 200);
  return answer.json();
}

test("the simulator calls a webhook of the test with the message", async t => {
  const server = createServer();
  const called = listen(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  t.after(() => server.close());
  const {id} = await webhooks("POST", "", {url: `http://127.0.0.1:${server.address().port}/`, q: "to:0456", secret: "s3cret"});
  t.after(() => webhooks("DELETE", "/" + id));

  const telesign = new TeleSign(CUSTOMER, KEY, SIMULATOR, 5000);
  telesign.sms.message(() => {}, "447700900456", "Your code is 480213", "OTP");

  const {headers, body} = await called;
  const message = JSON.parse(body);
  assert.equal(message.text, "Your code is 480213");
  assert.equal(message.code, "480213");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  assert.equal(headers["webhook-signature"], "v1," + createHmac("sha256", "s3cret").update(signed).digest("base64"));
});
