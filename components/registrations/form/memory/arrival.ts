"use client";

// A page that follows a press is another document or not: of what was pressed in this one it remembers the registration.
let arriving: string | null = null;

/** Notes that what a person pressed leads to this registration. */
export function noteArrival(registrationId: string): void {
  arriving = registrationId;
}

/** Whether a person comes to this registration by what they have just pressed; only once. */
export function takeArrival(registrationId: string): boolean {
  const isArriving = arriving === registrationId;
  if (isArriving) arriving = null;
  return isArriving;
}
