import { redirect } from "next/navigation";

/** The start page is the list. */
export default function StartPage(): never {
  redirect("/registrations");
}
