"use client";

import Plus from "lucide-react/icons/plus";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { repeatNext, wasRegisteredLast } from "@/components/registrations/form/memory/repeat";
import { Button } from "@/components/ui/button";
import { useMessages } from "@/lib/i18n/client-messages";

/** On the page of what was registered last: a new form, with what often repeats filled in. */
export function RegisterAnother({
  personId,
  registrationId,
  isFirst,
}: {
  personId: string;
  registrationId: string;
  /** Whether there is nothing more important to do here. */
  isFirst: boolean;
}) {
  const say = useMessages("detail");
  const router = useRouter();
  const [isLast, setLast] = useState(false);

  useEffect(() => setLast(wasRegisteredLast(personId, registrationId)), [personId, registrationId]);

  if (!isLast) return null;
  return (
    <Button
      variant={isFirst ? "primary" : "secondary"}
      icon={<Plus aria-hidden="true" />}
      onClick={() => {
        repeatNext(personId);
        router.push("/registrations/new");
      }}
    >
      {say("registerAnother")}
    </Button>
  );
}
