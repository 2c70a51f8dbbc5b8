import { expect, test } from "vitest";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { signOutEverywhere } from "@/lib/users/profile";
import { whileSignedIn } from "./living-session";

useTestDatabase();

const SECOND = 1_000;

test.each(["before its last piece", "before its end"])(
  "what somebody hands in breaks off where their session ended %s",
  async (when) => {
    const actor = await makeActor(await makePerson({ role: "manager" }));
    let nowMs = 0;
    const end = async () => {
      await signOutEverywhere(actor);
      nowMs += SECOND;
    };
    async function* handedIn() {
      yield "first";
      nowMs += SECOND;
      yield "second";
      await end();
      if (when === "before its last piece") yield "last";
    }
    const taken: string[] = [];
    const taking = async () => {
      for await (const piece of whileSignedIn(actor, handedIn(), () => nowMs)) taken.push(piece);
    };
    await expect(taking()).rejects.toMatchObject({ code: "not_signed_in" });
    expect(taken).toEqual(["first", "second"]);
  },
);

test("what somebody hands in while they are signed in is taken as it is", async () => {
  const actor = await makeActor(await makePerson({ role: "manager" }));
  async function* handedIn() {
    yield* ["first", "last"];
  }
  const taken: string[] = [];
  for await (const piece of whileSignedIn(actor, handedIn())) taken.push(piece);
  expect(taken).toEqual(["first", "last"]);
});
