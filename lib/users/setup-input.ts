import * as z from "zod/mini";
import { text } from "@/lib/text/input";

const typed = text(10_000);

/** What a set-up link is used with. Whether it may be is the server's to say, which alone knows what is too common. */
export const setUpSchema = z.object({ token: typed, name: typed, email: typed, password: typed });
export type SetUpInput = z.input<typeof setUpSchema>;
