import { unreachable } from "@/components/ui/action-failure";
import { readRefusal, type SignInRefusal } from "@/lib/auth/refusal";

/** Signs in through next-auth and leads on, or says why it did not come to that. There is no return from a success: the page is being left. */
export async function enter(person: {
  email: string;
  password: string;
  /** A path of ours. */
  callbackUrl: string;
}): Promise<SignInRefusal> {
  try {
    // Fetched here, since it is as large as all else that the page brings for itself.
    const { getProviders, signIn } = await import("next-auth/react");
    // Where nobody answers next-auth leaves the page, and what was typed with it.
    if (!(await getProviders())) return unreachable();
    const ending = await signIn("credentials", { ...person, redirect: false });
    if (!ending) return unreachable();
    if (ending.error) return readRefusal(ending.error) ?? { kind: "failure", code: "unexpected" };
    // Only the path: next-auth knows one name of this site, and people come by others.
    const { pathname, search } = new URL(ending.url ?? person.callbackUrl, window.location.href);
    window.location.assign(pathname + search);
    return new Promise(() => undefined);
  } catch {
    // An answer that is none of next-auth's: what stands between had one of its own.
    return unreachable();
  }
}
