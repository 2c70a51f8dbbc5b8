import { database } from "@/lib/db";
import { createRecoveryLink } from "@/lib/users/recovery";
import { explainDatabaseError } from "./database-problem";

const USAGE = "Usage: npm run user -- reset <email>";

/** `npm run user -- reset <email>`: a one-time address for someone who is locked out, printed here and nowhere else. */
async function main([command, email, ...rest]: string[]): Promise<number> {
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

main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
    return database().pool.end();
  })
  .catch((error: unknown) => {
    console.error(explainDatabaseError(error));
    process.exitCode = 1;
  });
