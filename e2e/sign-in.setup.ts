import { addPerson, makePerson, setUp } from "./person";
import { sessionFile, test as setup, signIn } from "./story";

// Before all stories of an instance. Their sessions last for all stories; none of them may end one.

setup(
  "an admin signs in, and a manager and a viewer whom they add",
  async ({ page, browser }, { project }) => {
    await signIn(page);
    await page.context().storageState({ path: sessionFile(project, "admin") });
    for (const [role, name, label] of [
      ["manager", "Wayan", "Account manager"],
      ["viewer", "Vina", "Viewer"],
    ] as const) {
      const person = makePerson(name);
      const theirs = await setUp(browser, await addPerson(page, person, label), person);
      await theirs.context().storageState({ path: sessionFile(project, role) });
      await theirs.context().close();
    }
  },
);
