import type { Task, TaskList } from "graphile-worker";
import * as z from "zod/mini";
import { SUBMIT_TASK } from "@/lib/registrations/queue";
import { type Submitter, submitRegistration } from "@/lib/registrations/submit";

const payloadSchema = z.object({ registrationId: z.uuid() });

/**
 * The tasks of the queue. A task never throws for how a registration ended: its schedule is ours,
 * and throwing would hand it to the queue's own back-off.
 */
export function createTaskList(submitter: Submitter): TaskList {
  const submit: Task = async (payload, { addJob, job }) => {
    const { registrationId } = payloadSchema.parse(payload);
    const result = await submitRegistration(submitter, registrationId, null);
    const again = result.kind === "busy" ? result.until : result.kind === "not_due" ? result.at : null;
    // Returning deletes this job, so a row that is not ours to send now gets a new one first.
    if (again)
      await addJob(
        SUBMIT_TASK,
        { registrationId },
        { runAt: again, jobKey: registrationId, maxAttempts: job.max_attempts },
      );
  };
  return { [SUBMIT_TASK]: submit };
}
