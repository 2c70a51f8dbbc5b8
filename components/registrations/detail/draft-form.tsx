"use client";

import dynamic from "next/dynamic";
import { Opening } from "@/components/pending/opening";

/** Comes with the page of a draft, and with no other. */
export const DraftForm = dynamic(
  () => import("@/components/registrations/form/form").then((module) => module.DraftForm),
  { loading: Opening },
);
