"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";

/** The submit button of a form with an action: pending while the action runs, and deaf to a second press. */
export function SubmitButton({
  variant = "primary",
  ...button
}: Omit<ComponentProps<typeof Button>, "pending" | "type">) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...button}
      variant={variant}
      type="submit"
      pending={pending}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else button.onClick?.(event);
      }}
    />
  );
}
