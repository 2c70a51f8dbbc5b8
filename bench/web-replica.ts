import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Agent, request } from "undici";
import { database } from "@/lib/db";
import { makePerson } from "@/lib/testing/people";
import { makeSubmission } from "@/lib/testing/registrations";
import { prepareCheckout } from "@/scripts/checkout/checkout.mjs";
import { freePort } from "@/scripts/processes/processes.mjs";
import { webServer } from "@/scripts/start/programs.mjs";
import { createProgress } from "@/scripts/terminal/progress.mjs";
import { type Deployment, end, pidOf, startProcess } from "./deployment";
import { signInOverHttp } from "./sign-in";

/** Milliseconds since 1970 with fractions, on a clock that never steps: as the stand-in's arrivals are told. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Hands arguments to a server action, as Next's own client does, on a connection that is open. */
export type PostAction = (args: readonly unknown[]) => Promise<string>;

/**
 * The address of one action of a build, by the name under which a file exports it.
 *
 * @param options.folder of the build
 */
export function createPostAction(options: {
  folder: string;
  name: string;
  url: string;
  cookie?: string;
}): PostAction {
  const manifest = JSON.parse(
    readFileSync(join(options.folder, "server/server-reference-manifest.json"), "utf8"),
  ) as { node: Record<string, { exportedName: string }> };
  const id = Object.entries(manifest.node).find(([, action]) => action.exportedName === options.name)?.[0];
  if (!id) throw new Error(`the build has no action ${options.name}`);
  const dispatcher = new Agent({ connections: 1 });
  const headers = {
    "next-action": id,
    "content-type": "text/plain;charset=UTF-8",
    accept: "text/x-component",
    ...(options.cookie ? { cookie: options.cookie } : {}),
  };
  return async (args) => {
    const body = JSON.stringify(args);
    const answer = await request(options.url, { method: "POST", dispatcher, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200)
      throw new Error(`the action answered ${answer.statusCode}: ${text.slice(0, 300)}`);
    return text;
  };
}

export type WebReplica = {
  pid: number;
  /** Submits the form for one more merchant, signed in, and waits for the answer. */
  register: () => Promise<{ formKey: string; startedAtMs: number; answeredAtMs: number }>;
  stop: () => Promise<void>;
};

/** The production web server over the present build, and a manager who is signed in. */
export async function startWebReplica(deployment: Deployment): Promise<WebReplica> {
  const { distDir, release } = await prepareCheckout({
    progress: createProgress(process.stderr),
    upTo: "build",
    withTools: true,
  });
  if (!distDir || !release) throw new Error("there is no build");
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = { ...deployment.env, NEXTAUTH_URL: origin, HOSTNAME: "127.0.0.1", PORT: String(port) };
  const { child } = await startProcess(webServer(release), { env, isReady: /Ready in/ });
  Object.assign(process.env, env);
  const { email } = await makePerson();
  await database().pool.end();
  const cookie = await signInOverHttp(origin, email);
  const post = createPostAction({
    folder: distDir,
    name: "submitForm",
    url: `${origin}/registrations/new`,
    cookie: `${cookie.name}=${cookie.value}`,
  });
  return {
    pid: pidOf(child),
    async register() {
      const submission = makeSubmission();
      const startedAtMs = nowMs();
      const answer = await post([submission]);
      const answeredAtMs = nowMs();
      if (!answer.includes('"kind":"saved"')) throw new Error(`not saved: ${answer.slice(0, 300)}`);
      return { formKey: submission.formKey, startedAtMs, answeredAtMs };
    },
    stop: () => end(child),
  };
}
