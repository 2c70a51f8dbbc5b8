import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { type Deployment, onDeployment, reportExit } from "./deployment";
import { reportLatencyGoal, timeInRounds } from "./latencies";
import { nowMs, startWebReplica } from "./web-replica";

// P4: from the form's button until the request arrives at the stand-in, against graphile-worker's own latency: from
// adding a job until it starts, in one process. The stand-in tells the arrival on a clock of the same kind as ours.

const GOAL = 1.2;
const TASK = "bench_latency";

async function readArrival(url: string): Promise<number> {
  const state = (await (await fetch(`${url}/__stand-in/state?requests=1&businesses=1`)).json()) as {
    requests: { arrivedMs: number }[];
  };
  const arrivedMs = state.requests[0]?.arrivedMs;
  if (arrivedMs === undefined) throw new Error("no request arrived");
  return arrivedMs;
}

async function startQueue({ databaseUrl }: Deployment) {
  const logger = new Logger(() => () => undefined);
  let onStart: (atMs: number) => void = () => undefined;
  const taskList = { [TASK]: async () => onStart(nowMs()) };
  const runner = await run({
    connectionString: databaseUrl,
    concurrency: 8,
    taskList,
    noHandleSignals: true,
    logger,
  });
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger });
  return {
    async time(): Promise<number> {
      const started = new Promise<number>((resolve) => {
        onStart = resolve;
      });
      const addedAtMs = nowMs();
      await utils.addJob(TASK, {});
      return (await started) - addedAtMs;
    },
    async stop() {
      await runner.stop();
      await utils.release();
    },
  };
}

async function measure(deployment: Deployment): Promise<boolean> {
  const replica = await startWebReplica(deployment);
  const queue = await startQueue(deployment);
  try {
    const rounds = await timeInRounds(
      {
        baseline: queue.time,
        async subject() {
          const { startedAtMs } = await replica.register();
          return (await readArrival(deployment.standIn.url)) - startedAtMs;
        },
      },
      { timesPerRound: 100 },
    );
    return reportLatencyGoal({
      name: "P4 click to request on the wire, of the queue's own latency",
      rounds,
      share: 0.5,
      goal: GOAL,
    });
  } finally {
    await queue.stop();
    await replica.stop();
  }
}

void onDeployment(async (deployment) => reportExit(await measure(deployment)));
