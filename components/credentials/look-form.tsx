"use client";

import { type FieldProblems, useActionForm } from "@/components/forms/use-action-form";
import type { ActionFailure } from "@/components/ui/action-failure";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { Checkbox } from "@/components/ui/fields/checkbox";
import { SubmitButton } from "@/components/ui/fields/submit-button";
import { TextField } from "@/components/ui/fields/text-field";
import type { LookSwitches } from "@/lib/doku/business-data";
import { useMessages } from "@/lib/i18n/client-messages";
import { SettingButton, type SettingEndings } from "./setting-button";

type Typed = { path: string; sendsQuery: boolean; signsQuery: boolean; isWrapped: boolean };
export type SaveLook = (
  input: Typed & { credentialId: string },
) => Promise<{ kind: "saved" } | FieldProblems<keyof Typed, "notAPath" | "withoutBrand"> | ActionFailure>;

type LookProps = {
  credentialId: string;
  /** What the credential is called. */
  label: string;
  look: LookSwitches;
  save: SaveLook;
};

/** The button that sets how DOKU is asked for the data of a business, and its dialog. */
export function LookButton(props: LookProps) {
  const say = useMessages("credentials");
  return (
    <SettingButton
      label={say("look.change")}
      title={say("look.changeOf", { label: props.label })}
      savedWords={say("look.saved")}
      form={(endings) => <LookForm {...props} {...endings} />}
    />
  );
}

const SWITCHES = ["sendsQuery", "signsQuery", "isWrapped"] as const;

function LookForm({
  credentialId,
  look,
  save,
  onCancel,
  onSaved,
}: Omit<LookProps, "label"> & SettingEndings) {
  const say = useMessages("credentials");
  const sayCommon = useMessages("common");
  const { attributes, failure, field, form } = useActionForm({
    loadSchema: async () => (await import("@/lib/credentials/look-input")).lookSchema,
    initial: { ...look, path: look.path ?? "" },
    fields: ["path"],
    codes: ["notAPath", "withoutBrand"],
    say: ({ code }) => say(`look.${code}`),
    action: (typed: Typed) => save({ credentialId, ...typed }),
    onEnding() {
      onSaved();
      return undefined;
    },
  });
  return (
    <form {...attributes} className="mt-1 flex flex-col gap-4">
      {failure ? <FailureNotice failure={failure} /> : null}
      <p className="text-ink-soft text-sm">{say("look.intro")}</p>
      <TextField
        {...field("path")}
        label={say("look.path")}
        hint={say("look.pathHint")}
        mono
        placeholder="/adv-core-api/partner/v1.0/business/{brand_id}"
        autoComplete="off"
        spellCheck={false}
      />
      <div className="flex flex-col gap-2">
        {SWITCHES.map((name) => (
          <Checkbox
            key={name}
            {...form.register(name)}
            label={say(`look.${name}Label`)}
            hint={say(`look.${name}Hint`)}
          />
        ))}
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="quiet" onClick={onCancel}>
          {sayCommon("cancel")}
        </Button>
        <SubmitButton>{say("look.save")}</SubmitButton>
      </div>
    </form>
  );
}
