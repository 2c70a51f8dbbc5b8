import { expect, test } from "vitest";
import { useTestDatabase } from "@/lib/testing/database";
import { makeActor, makePerson } from "@/lib/testing/people";
import { listMenders } from "./queries";

const { prisma } = useTestDatabase();

test("those who can mend a credential are told by name: two at most, who may and who are still there", async () => {
  const manager = await makeActor(await makePerson({ role: "manager", name: "Ayu" }));
  await makePerson({ role: "viewer", name: "Budi" });
  expect(await listMenders(manager)).toEqual([]);
  const gone = await makePerson({ role: "admin", name: "Citra" });
  await prisma.user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
  for (const name of ["Dewi", "Eka", "Fajar"]) await makePerson({ role: "admin", name });
  expect(await listMenders(manager)).toEqual(["Dewi", "Eka"]);
});
