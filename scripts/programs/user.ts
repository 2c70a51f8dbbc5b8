import { ensureFirstAdmin } from "@/lib/users/first-admin";
import { createRecoveryLink } from "@/lib/users/recovery";
import { runProgram } from "./run-program";
import { explainWeakPassword } from "./weak-password";

const USAGE = "Usage: npm run user -- reset <email>, or: npm run user -- first-admin";

/** One-time addresses for people who cannot sign in, printed here and nowhere else. */
async function main([command, email, ...rest]: string[]): Promise<number> {
  if (command === "first-admin" && email === undefined) return offerFirstAdmin();
  if (command !== "reset" || !email || rest.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const ending = await createRecoveryLink(email);
  switch (ending.kind) {
    case "created":
      console.log(`${ending.email} (${ending.role}) can choose a new password at this address,`);
      console.log(`once, within 24 hours. The old password works until then.\n\n  ${ending.setupUrl}\n`);
      return 0;
    case "disabled":
      console.error(
        `${ending.email} is disabled, so no address was made. Another admin can enable them under People.`,
      );
      return 1;
    case "unknown":
      console.error("Nobody has this email address. Nothing was changed.");
      return 1;
  }
}

async function offerFirstAdmin(): Promise<number> {
  const admin = await ensureFirstAdmin();
  switch (admin.kind) {
    case "setup":
      console.log(
        `The first admin chooses a password at this address, once, within 24 hours.\n\n  ${admin.url}\n`,
      );
      return 0;
    case "created":
      console.log(`${admin.email} is the first admin, with the password in ADMIN_PASSWORD.`);
      return 0;
    case "weak_password":
      console.error(explainWeakPassword(admin.problem));
      return 1;
    default:
      console.error(
        "Somebody can sign in already, so no address was made. For a new password: npm run user -- reset <email>",
      );
      return 1;
  }
}

void runProgram(main);
