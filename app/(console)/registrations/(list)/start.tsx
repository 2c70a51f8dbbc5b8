import { FirstSteps } from "@/components/registrations/start/first-steps";
import type { UserActor } from "@/lib/authority/actor";
import { can } from "@/lib/authority/permissions";
import { requireCurrentCredential } from "@/lib/credentials/gate/current";
import { listTroubledCredentials } from "@/lib/credentials/queries";

/** The first steps with how the credential stands, which is asked only where they are shown. */
export async function Start({ actor }: { actor: UserActor }) {
  const [current, troubled] = await Promise.all([requireCurrentCredential(), listTroubledCredentials(actor)]);
  return (
    <FirstSteps
      isPaused={troubled.some(({ id, pausedAt }) => id === current.id && pausedAt !== null)}
      credentialsHref={can(actor, "credentials.read") ? "/settings/credentials" : null}
    />
  );
}
