import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { hashChecked } from "@/lib/testing/people";
import { throughHashGate, verifyPassword } from "./password";

const PASSWORD = "sepeda lampu jendela kabut";

describe("a password's hash", () => {
  test("is argon2id at 19 MiB, two passes, one lane, with its own salt", async () => {
    const [one, other] = await Promise.all([hashChecked(PASSWORD), hashChecked(PASSWORD)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  test("opens to that password alone, to its last character", async () => {
    const long = `${PASSWORD} ${"ü".repeat(200)}`;
    const hash = await hashChecked(long);
    expect(await verifyPassword(hash, long)).toBe(true);
    expect(await verifyPassword(hash, long.slice(0, -1))).toBe(false);
    expect(await verifyPassword(hash, `${long} `)).toBe(false);
    expect(await verifyPassword(hash, long.toUpperCase())).toBe(false);
  });

  test("that does not exist opens to nothing", async () => {
    expect(await verifyPassword(null, PASSWORD)).toBe(false);
    expect(await verifyPassword(null, "")).toBe(false);
  });
});

describe("the gate of hashing", () => {
  test("lets two through at a time, in order, also after a failure", async () => {
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (name: number) => async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(name);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (name === 1) throw new Error("one of them fails");
    };
    const endings = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((name) => throughHashGate(work(name))));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5]);
    expect(endings.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "fulfilled",
      "fulfilled",
      "fulfilled",
    ]);
  });

  test("turns the forty-third away at once instead of letting the line grow", async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const waiting = Array.from({ length: 42 }, () => throughHashGate(() => opened));
    await expect(throughHashGate(async () => "late")).rejects.toEqual(new AppError("too_many_requests"));
    open();
    await Promise.all(waiting);
    expect(await throughHashGate(async () => "later")).toBe("later");
  });

  test("keeps a place for those who are known, whatever line of strangers there is", async () => {
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let started = 0;
    const strangers = Array.from({ length: 41 }, () =>
      throughHashGate(async () => {
        started += 1;
        await opened;
      }, "stranger"),
    );
    await expect(throughHashGate(async () => "late", "stranger")).rejects.toEqual(
      new AppError("too_many_requests"),
    );
    expect(await throughHashGate(async () => "known")).toBe("known");
    expect(started).toBe(1);
    open();
    await Promise.all(strangers);
  });
});
