"use client";

import { ErrorSummary, type SummarisedError } from "@/components/ui/fields/error-summary";
import { useMessages } from "@/lib/i18n/client-messages";

/** What is wrong with the fields of a form, as `useActionForm` gives it. Needs the area `common`. */
export function FormSummary({ errors, attempt }: { errors: readonly SummarisedError[]; attempt: number }) {
  const say = useMessages("common");
  return (
    <ErrorSummary title={say("errorSummary", { count: errors.length })} errors={errors} attempt={attempt} />
  );
}
