import { SettingsError } from "@/lib/env";
import { explainDatabaseError } from "./database-problem";

/**
 * Runs the program of a command with its arguments, closes the database that it opened, and ends with its exit code:
 * with 2 where settings are wrong, with 1 where anything else went wrong, each in words that a person can act on.
 */
export async function runProgram(program: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program(process.argv.slice(2));
  } catch (error) {
    const isOfSettings = error instanceof SettingsError;
    console.error(isOfSettings ? explainSettings(error) : explainDatabaseError(error));
    process.exitCode = isOfSettings ? 2 : 1;
  } finally {
    await globalThis.mitraDatabase?.pool.end();
  }
}

function explainSettings({ problems }: SettingsError): string {
  return ["Nothing was done. These settings need a change:", ...problems].join("\n    - ");
}
