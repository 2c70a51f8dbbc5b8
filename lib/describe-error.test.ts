import { expect, test } from "vitest";
import { describeError } from "./describe-error";

test("a bug is logged with its message and where it happened", () => {
  const logged = describeError(new TypeError("cannot read it", { cause: new Error("because of this") }));
  expect(logged).toMatchObject({
    name: "TypeError",
    message: "cannot read it",
    cause: { message: "because of this" },
  });
  expect(JSON.stringify(logged.frames)).toContain("describe-error.test.ts");
});

test.each([
  ["PostgreSQL", { name: "error", code: "22P02" }],
  ["Prisma", { name: "PrismaClientKnownRequestError", code: "P2002" }],
  ["Prisma's checks", { name: "PrismaClientValidationError" }],
  ["Prisma's driver", { name: "DriverAdapterError" }],
])("what %s quotes of someone's input is not logged", (_, fields) => {
  const message = 'invalid input syntax: "budi@kopisenja.example"';
  const logged = describeError(Object.assign(new Error(message), fields));
  expect(JSON.stringify(logged)).not.toContain("budi");
  expect(logged).toMatchObject(fields);
});

test("something thrown that is no error is only named by its kind", () => {
  expect(describeError("budi@kopisenja.example")).toEqual({ thrown: "string" });
});

test.each(["28P01", "3D000", "53300", "57P03"])(
  "what a database says of itself (%s) is logged: a process that does not start is mended by it",
  (code) => {
    const message = 'password authentication failed for user "mitra"';
    expect(describeError(Object.assign(new Error(message), { name: "error", code }))).toMatchObject({
      message,
    });
  },
);
