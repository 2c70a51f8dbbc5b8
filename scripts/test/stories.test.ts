import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ALL_STORIES, chooseStories, readTroubles } from "./stories.mjs";
import { createTestRun } from "./test-run.mjs";

const run = createTestRun();
afterAll(() => rmSync(run.reports, { recursive: true, force: true }));

it("takes every story but the full list where none is named", async () => {
  expect(await chooseStories(run, [])).toEqual({ ...ALL_STORIES, isShown: true });
});

it("starts one instance for a story that asks for no other, and leaves the closing ledger out", async () => {
  const choice = await chooseStories(run, ["register"]);
  expect(choice).toMatchObject({ projects: ["stories"], args: ["register"], hasLedger: false });
});

it("starts the instance that proves no replays for a title whose story runs on it", async () => {
  const choice = await chooseStories(run, ["-g", "an admin settles what DOKU does not have"]);
  expect(choice).toMatchObject({ projects: ["unproven"] });
});

it("means the full list only by a name that no other story has", async () => {
  expect(await chooseStories(run, ["list"])).toMatchObject({ projects: ["stories"] });
  expect(await chooseStories(run, ["large-list"])).toMatchObject({ projects: ["scale"] });
});

it("says so where no story has the name", async () => {
  await expect(chooseStories(run, ["a-story-nobody-wrote"])).rejects.toThrow(
    "No story matches a-story-nobody-wrote.",
  );
});

it("tells what a product logged beside its ordinary work", () => {
  const folder = join(run.reports, "logs");
  mkdirSync(folder);
  const failure = '{"level":"error","error":"TypeError","msg":"request failed"}';
  const refusal = '{"level":"warn","security":true,"event":"not_allowed","msg":"refused"}';
  writeFileSync(
    join(folder, "web.log"),
    `{"level":"info","msg":"ready"}\n${refusal}\n${failure}\n ⨯ Error: no way\n`,
  );
  expect(readTroubles(folder)).toEqual([`web: ${failure}`, "web:  ⨯ Error: no way"]);
});
