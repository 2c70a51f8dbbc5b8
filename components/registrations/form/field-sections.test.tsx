import { renderToStaticMarkup } from "react-dom/server";
import { useForm } from "react-hook-form";
import { expect, test } from "vitest";
import { ClientMessagesProvider } from "@/lib/i18n/client-messages";
import { compileMessages } from "@/lib/i18n/compiled-messages";
import { EMPTY_INPUT, ofEachField, REGISTRATION_FIELDS } from "@/lib/registrations/input/registration-fields";
import { RegistrationFields } from "./field-sections";

function Fields() {
  const form = useForm({ defaultValues: EMPTY_INPUT });
  return (
    <ClientMessagesProvider locale="en" messages={compileMessages("en", ["form"])}>
      <RegistrationFields form={form} onSpread={() => {}} elements={ofEachField((field) => <i>{field}</i>)} />
    </ClientMessagesProvider>
  );
}

test("every field is asked once, in the order in which its problems are told", () => {
  const shown = renderToStaticMarkup(<Fields />).matchAll(/<i>(\w+)<\/i>/g);
  expect([...shown].map(([, field]) => field)).toEqual(REGISTRATION_FIELDS);
});
