import { createHash, createHmac, randomUUID } from "node:crypto";
import { formatTimestamp, sign } from "@/lib/doku/signature";
import { BUSINESS_LITE_PATH, buildBusinessLiteBody } from "@/lib/doku/wire";
import { compareInRounds, reportGoal, type System } from "./rounds";

// P1: what signing costs in our hands, against a bare loop over node:crypto that does the same work for each
// request: a UUID, a time stamp, the digest of the body and the HMAC.

const GOAL = 0.85;
const clientId = "BRN-0001-10791114622547";
const secretKey = "test-secret-not-a-real-doku-key-0001";
const body = buildBusinessLiteBody({
  partnerRefId: "13aa67f8-c2ac-437c-9eb5-e5b1934fbfcc",
  businessName: "Kopi Senja",
  representativeName: "Siti Aminah",
  representativeEmail: "siti@kopisenja.example",
  phoneCallingCode: "62",
  phoneNumber: "81510229216",
  invitedUserEmail: "siti@kopisenja.example",
  referralCode: "ABC123",
});

// What each system computed last is compared at the end, so that neither can be optimised away or differ.
let last = { requestId: "", timestamp: "", signature: "" };

const ours: System = {
  name: "mitra",
  run(items) {
    for (let item = 0; item < items; item += 1) {
      const requestId = randomUUID();
      const timestamp = formatTimestamp(new Date());
      const message = {
        clientId,
        requestId,
        timestampHeader: "Request-Timestamp",
        timestamp,
        target: BUSINESS_LITE_PATH,
        body,
      } as const;
      last = { requestId, timestamp, signature: sign({ message, secretKey }) };
    }
  },
};

const bare: System = {
  name: "bare loop",
  run(items) {
    for (let item = 0; item < items; item += 1) {
      const requestId = randomUUID();
      const timestamp = `${new Date().toISOString().slice(0, 19)}Z`;
      last = { requestId, timestamp, signature: signBare(requestId, timestamp) };
    }
  },
};

function signBare(requestId: string, timestamp: string): string {
  const digest = createHash("sha256").update(body).digest("base64");
  const text = `Client-Id:${clientId}\nRequest-Id:${requestId}\nRequest-Timestamp:${timestamp}\nRequest-Target:${BUSINESS_LITE_PATH}\nDigest:${digest}`;
  return `HMACSHA256=${createHmac("sha256", secretKey).update(text).digest("base64")}`;
}

async function measure(): Promise<void> {
  await ours.run(1);
  if (last.signature !== signBare(last.requestId, last.timestamp))
    throw new Error("The two systems sign differently");
  const comparison = await compareInRounds({
    subject: ours,
    baseline: bare,
    clock: "cpu",
    itemsPerSlice: 50,
  });
  reportGoal({ name: "P1 sign, of a bare loop over node:crypto", comparison, goal: GOAL });
}

void measure();
