// Postman's runner over a collection of one signed request and a file of merchants, with a listener that keeps each id as
// it comes, which is more than people do. Arguments: the stand-in's address, a file of merchants, the folder in which
// newman is installed.
import { createRequire } from "node:module";
import { join } from "node:path";
import pg from "pg";
import { PATH } from "../bare-loop";
import { CLIENT_ID, SECRET } from "../deployment";
import { bodyOf } from "../queued-rows";
import { referencesOf, tellSpent } from "./merchants";

type Newman = {
  run: (
    options: object,
    done: (error: Error | null) => void,
  ) => {
    on: (event: string, listener: (error: Error | null, told: Answered) => void) => void;
  };
};
type Answered = { response?: { text: () => string } };

const SIGN = [
  "const body = pm.variables.get('body');",
  "const id = require('uuid').v4();",
  "const time = new Date().toISOString().slice(0, 19) + 'Z';",
  "const digest = CryptoJS.enc.Base64.stringify(CryptoJS.SHA256(body));",
  `const text = ['Client-Id:${CLIENT_ID}', 'Request-Id:' + id, 'Request-Timestamp:' + time, 'Request-Target:${PATH}', 'Digest:' + digest].join('\\n');`,
  `const signature = CryptoJS.enc.Base64.stringify(CryptoJS.HmacSHA256(text, '${SECRET}'));`,
  "pm.request.headers.upsert({ key: 'Request-Id', value: id });",
  "pm.request.headers.upsert({ key: 'Request-Timestamp', value: time });",
  "pm.request.headers.upsert({ key: 'Signature', value: 'HMACSHA256=' + signature });",
];

async function sendRest(): Promise<void> {
  const [url = "", file = "", folder = ""] = process.argv.slice(2);
  const newman = createRequire(join(folder, "package.json"))("newman") as Newman;
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  const { rows } = await pool.query<{ reference: string }>("select reference from bare");
  const done = new Set(rows.map(({ reference }) => reference));
  const rest = referencesOf(file).filter((reference) => !done.has(reference));
  const keeping: Promise<unknown>[] = [];
  const collection = {
    info: { name: "peers", schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
    item: [
      {
        name: "register",
        event: [{ listen: "prerequest", script: { type: "text/javascript", exec: SIGN } }],
        request: {
          method: "POST",
          url: url + PATH,
          header: [
            { key: "Content-Type", value: "application/json" },
            { key: "Client-Id", value: CLIENT_ID },
          ],
          body: { mode: "raw", raw: "{{body}}" },
        },
      },
    ],
  };
  console.log("ready");
  await new Promise<void>((resolve, reject) => {
    const iterationData = rest.map((reference) => ({ body: bodyOf(reference) }));
    const settle = (error: Error | null) => (error ? reject(error) : resolve());
    newman.run({ collection, iterationData, reporters: [] }, settle).on("request", (error, { response }) => {
      if (error || !response) return;
      const { business } = JSON.parse(response.text()) as {
        business?: { id: string; partner_ref_id: string; brands: { id: string }[] };
      };
      if (!business) return;
      const values = [business.partner_ref_id, business.id, business.brands[0]?.id];
      keeping.push(
        pool.query("insert into bare (reference, business_id, brand_id) values ($1, $2, $3)", values),
      );
    });
  });
  await Promise.all(keeping);
  await pool.end();
  tellSpent();
}

void sendRest();
