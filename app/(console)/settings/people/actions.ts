"use server";

import { refresh } from "next/cache";
import * as z from "zod/mini";
import { ROLES } from "@/lib/authority/actor";
import { defineAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";
import {
  addPerson as add,
  disablePerson,
  enablePerson,
  createSetupLink as makeLink,
  changeRole as setRole,
} from "@/lib/users/mutations";

const LONGEST_INPUT = 10_000;
const typed = text(LONGEST_INPUT);
const role = z.enum(ROLES);
const personId = z.uuid();

/** Adds a person and answers with the link to hand over. */
export const addPerson = defineAction({
  permission: "people.manage",
  input: z.object({ name: typed, email: typed, role }),
  async handler({ actor, input }) {
    const ending = await add(actor, input);
    refresh();
    return ending;
  },
});

/** Answers with a new link to hand over. */
export const createSetupLink = defineAction({
  permission: "people.manage",
  input: z.object({ personId }),
  handler: ({ actor, input }) => makeLink(actor, input.personId),
});

/** Gives a person another role, which signs them out. */
export const changeRole = defineAction({
  permission: "people.manage",
  input: z.object({ personId, role }),
  async handler({ actor, input }) {
    const ending = await setRole(actor, input);
    refresh();
    return ending;
  },
});

/** Keeps a person out, or lets them in again. */
export const setDisabled = defineAction({
  permission: "people.manage",
  input: z.object({ personId, disabled: z.boolean() }),
  async handler({ actor, input }) {
    const change = input.disabled ? disablePerson : enablePerson;
    const ending = await change(actor, input.personId);
    refresh();
    return ending;
  },
});
