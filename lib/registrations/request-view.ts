/** One attempt's call, as the signature inspector shows it. */
export type RequestView = {
  number: number;
  keyVersion: string;
  /** The header Request-Timestamp to the letter; null where its process died before it was stored. */
  timestamp: string | null;
  /** When the call began, by the database's clock; ISO 8601. */
  sentAt: string | null;
  url: string;
  clientId: string;
  requestId: string;
  /** What was sent; null where it was replaced before past envelopes were kept. */
  content: RequestContent | null;
};

export type RequestContent =
  /** For those who may not see personal data: not what was signed. */
  | { kind: "masked"; bodyText: string }
  | {
      kind: "exact";
      bodyText: string;
      digest: string;
      /** Null without a time stamp. */
      stringToSign: string | null;
      /** Computed anew; null where this server has another secret now than the one it was signed with. */
      signature: string | null;
      /** Shell commands that read the secret from the variable SECRET. */
      signatureCommand: string | null;
      curlCommand: string;
    };
