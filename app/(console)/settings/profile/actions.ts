"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import * as z from "zod/mini";
import { clearSessionCookie } from "@/lib/auth/session";
import { isSecureSite } from "@/lib/auth/session-cookie";
import { TIME_ZONES } from "@/lib/i18n/format";
import { LOCALE_COOKIE, LOCALES } from "@/lib/i18n/locale";
import { changeOwnPassword } from "@/lib/server/change-password";
import { defineAction, defineFormAction } from "@/lib/server/define-action";
import { text } from "@/lib/text/input";
import { changePasswordSchema } from "@/lib/users/password-input";
import { endOwnSession, signOutEverywhere as endSessions, updateProfile } from "@/lib/users/profile";

const LONGEST_INPUT = 10_000;
const typed = text(LONGEST_INPUT);
const ONE_YEAR_SECONDS = 31_536_000;

/** Saves name, language and time zone. The language holds for this browser at once, whatever it had chosen before. */
export const saveProfile = defineAction({
  permission: "profile.write",
  input: z.object({ name: typed, locale: z.enum(["", ...LOCALES]), timeZone: z.enum(TIME_ZONES) }),
  async handler({ actor, input: { name, locale, timeZone } }) {
    const ending = await updateProfile(actor, { name, locale: locale === "" ? null : locale, timeZone });
    if (ending.kind === "problems") return ending;
    const maxAge = locale === "" ? 0 : ONE_YEAR_SECONDS;
    (await cookies()).set(LOCALE_COOKIE, locale, {
      path: "/",
      sameSite: "lax",
      secure: isSecureSite(),
      maxAge,
    });
    refresh();
    return ending;
  },
});

/** Changes the password; the person stays signed in here and nowhere else. */
export const changePassword = defineAction({
  permission: "profile.write",
  input: changePasswordSchema,
  async handler({ actor, input }) {
    const ending = await changeOwnPassword(actor, input);
    refresh();
    return ending;
  },
});

/** Ends one other session of the person. */
export const endSession = defineFormAction({
  permission: "profile.write",
  input: z.object({ sessionId: z.uuid() }),
  async handler({ actor, input }) {
    await endOwnSession(actor, input.sessionId);
    refresh();
  },
});

/** Ends every session of the person, this one too. */
export const signOutEverywhere = defineFormAction({
  permission: "profile.write",
  input: z.object({}),
  async handler({ actor }) {
    await endSessions(actor);
    await clearSessionCookie();
    redirect("/sign-in");
  },
});
