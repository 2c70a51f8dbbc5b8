"use client";

import { createPortal } from "react-dom";
import type { ActionFailure } from "@/components/ui/action-failure";
import { FailureNotice } from "@/components/ui/failure-notice";

const PLACE_ID = "action-failures";

/** Where it stands on the page that an action failed: not among the buttons, which would move under the pointer. */
export function ActionFailurePlace() {
  return <div id={PLACE_ID} className="empty:hidden" />;
}

/** Says in its place why an action failed, and shows it to whoever pressed further down. */
export function PlacedFailure({ failure }: { failure: ActionFailure }) {
  const place = document.getElementById(PLACE_ID);
  const notice = <FailureNotice failure={failure} />;
  return place ? createPortal(notice, place) : notice;
}
