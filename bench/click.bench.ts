import { type Deployment, onDeployment, reportExit } from "./deployment";
import { startEmptyAction } from "./empty-action";
import { reportLatencyGoal, timeInRounds } from "./latencies";
import { startWebReplica } from "./web-replica";

// P4: from the form's button until the request arrives at the stand-in, against an empty server action with one INSERT
// and one signed POST. The stand-in tells the arrivals on a clock of the same kind as ours.

const GOAL = 2;

async function readArrival(url: string): Promise<number> {
  const state = (await (await fetch(`${url}/__stand-in/state?requests=1&businesses=1`)).json()) as {
    requests: { arrivedMs: number }[];
  };
  const arrivedMs = state.requests[0]?.arrivedMs;
  if (arrivedMs === undefined) throw new Error("no request arrived");
  return arrivedMs;
}

async function measure(deployment: Deployment): Promise<boolean> {
  const { url } = deployment.standIn;
  const empty = await startEmptyAction(deployment);
  const replica = await startWebReplica(deployment).catch(async (error: unknown) => {
    await empty.stop();
    throw error;
  });
  try {
    const rounds = await timeInRounds(
      {
        async baseline() {
          const { startedAtMs } = await empty.insertAndSend({});
          return (await readArrival(url)) - startedAtMs;
        },
        async subject() {
          const { startedAtMs } = await replica.register();
          return (await readArrival(url)) - startedAtMs;
        },
      },
      { timesPerRound: 100 },
    );
    return reportLatencyGoal({
      name: "P4 click to request on the wire, of an empty action with one INSERT and one signed POST",
      rounds,
      share: 0.5,
      goal: GOAL,
    });
  } finally {
    await replica.stop();
    await empty.stop();
  }
}

void onDeployment(async (deployment) => reportExit(await measure(deployment)));
