"use client";

import Plus from "lucide-react/icons/plus";
import { useEffect, useState } from "react";
import { useGo } from "@/components/pending/use-go";
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
  const go = useGo();
  const [isLast, setLast] = useState(false);

  useEffect(() => setLast(wasRegisteredLast(personId, registrationId)), [personId, registrationId]);

  if (!isLast) return null;
  return (
    <Button
      variant={isFirst ? "primary" : "secondary"}
      icon={<Plus aria-hidden="true" />}
      onClick={(event) => {
        repeatNext(personId);
        go("/registrations/new", { pressed: event.currentTarget });
      }}
    >
      {say("registerAnother")}
    </Button>
  );
}
