"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type RegisterOptions,
  useForm,
} from "react-hook-form";
import { type ActionFailure, unreachable } from "@/components/ui/action-failure";
import type { FieldProblem } from "@/lib/field-problem";
import { useMessages } from "@/lib/i18n/client-messages";
import { readProblem, writeProblem } from "./problem-text";
import { type LoadSchema, prepareRules, resolveBy } from "./rules-resolver";

/** What a server found wrong with fields, each by its code or with the arguments of its words. */
export type FieldProblems<Field extends string, Code extends string> = {
  kind: "problems";
  problems: { [Name in Field]?: Code | FieldProblem<Code> };
};

// biome-ignore lint/suspicious/noConfusingVoidType: a server action that returns nothing is typed void.
type Given = { kind: string } | undefined | void;
/** What is answered but failures and problems of fields, which the form shows by itself. */
export type Ending<Answer extends Given> = Exclude<Answer, { kind: "failure" } | { kind: "problems" }>;

type Options<Values extends FieldValues, Code extends string, Answer extends Given> = {
  /** The rules, which the server has too. */
  loadSchema: LoadSchema<Values>;
  initial: DefaultValues<Values>;
  /** The fields that something can be wrong with, in the order in which they are asked. */
  fields?: readonly Path<Values>[];
  /** Every code that the schema and the server may say of a field. */
  codes?: readonly Code[];
  /** Says a problem in the language of the page. */
  say?: (problem: FieldProblem<Code>, field: Path<Values>) => string;
  /** The way to the server, which is asked only with what the rules let through. */
  action: (values: Values) => Promise<Answer>;
  /** Told of an ending; `leaving` keeps the form closed while the browser goes elsewhere. */
  onEnding?: (ending: Ending<Answer>, values: Values) => "leaving" | undefined;
  /** Whether a summary takes the focus where something is wrong; else the first field that is wrong does. */
  hasSummary?: boolean;
  /** Whether nothing typed is kept after an ending. */
  isEmptiedAfter?: boolean;
};

/**
 * A form on react-hook-form: rules from a zod schema, one press at a time, and what the server answers beside the
 * fields, as a failure, or as an ending. Whatever comes back, what was typed stays. Needs the area `errors`.
 *
 * The form takes `attributes`, each control `field(name)`.
 */
export function useActionForm<Values extends FieldValues, Code extends string, Answer extends Given>({
  loadSchema,
  initial,
  fields = [],
  codes = [],
  say,
  action,
  onEnding,
  hasSummary = false,
  isEmptiedAfter = false,
}: Options<Values, Code, Answer>) {
  const sayErrors = useMessages("errors");
  const id = useId();
  // What the page hears while the form is open changes nothing that stands in it.
  const [first] = useState(initial);
  const form = useForm<Values>({
    defaultValues: first,
    resolver: resolveBy(loadSchema),
    shouldFocusError: !hasSummary,
  });
  const [ended, setEnded] = useState<{ ending: Ending<Answer> | undefined; count: number }>({
    ending: undefined,
    count: 0,
  });
  /** Grows with each press after which something is wrong with a field, for the summary to take the focus again. */
  const [attempt, setAttempt] = useState(0);
  const [isSending, setSending] = useState(false);
  const busy = useRef(false);

  function noteAttempt(): void {
    setAttempt((count) => count + 1);
    forgetEnding();
  }

  function forgetEnding(): void {
    setEnded(({ count }) => ({ ending: undefined, count }));
  }

  /** State arrives with the next render, and a second press can come before it: the ref closes the door at once. */
  async function once(start: () => Promise<"leaving" | undefined>): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    if ((await start()) !== "leaving") busy.current = false;
  }

  function showProblems(problems: FieldProblems<Path<Values>, Code>["problems"]): void {
    let isFirst = true;
    for (const name of fields) {
      const problem = problems[name];
      if (problem === undefined) continue;
      const message = writeProblem(typeof problem === "string" ? { code: problem } : problem);
      form.setError(name, { type: "server", message }, { shouldFocus: isFirst && !hasSummary });
      isFirst = false;
    }
    noteAttempt();
  }

  async function send(
    ask: (values: Values) => Promise<Answer>,
    values: Values,
  ): Promise<"leaving" | undefined> {
    setSending(true);
    form.clearErrors("root.server");
    const answer = await ask(values).catch((error: unknown) => {
      // Being led to another page reaches us as an error too.
      unstable_rethrow(error);
      return unreachable();
    });
    if (isFailure(answer)) {
      form.setError("root.server", { type: answer.code, message: answer.errorId });
      forgetEnding();
    } else if (isProblems<Path<Values>, Code>(answer)) showProblems(answer.problems);
    else if (isEnding(answer)) {
      setEnded(({ count }) => ({ ending: answer, count: count + 1 }));
      if (isEmptiedAfter) form.reset(initial);
      if (onEnding?.(answer, values) === "leaving") return "leaving";
    }
    setSending(false);
    return undefined;
  }

  function press(): Promise<void> {
    return once(form.handleSubmit((values) => send(action, values), noteAttempt));
  }

  function problemOf(name: Path<Values>): FieldProblem<Code> | null {
    const { error } = form.getFieldState(name, form.formState);
    if (!error?.message) return null;
    const { code: told, params } = readProblem(error.message);
    const code = codes.find((known) => known === told);
    return code === undefined ? null : { code, params };
  }

  function errorOf(name: Path<Values>): string | undefined {
    if (!form.getFieldState(name, form.formState).invalid) return undefined;
    const problem = problemOf(name);
    return problem && say ? say(problem, name) : sayErrors("bad_input");
  }

  const root = form.formState.errors.root?.server;
  const failure: ActionFailure | null = root
    ? { kind: "failure", code: `${root.type}`, ...(root.message && { errorId: root.message }) }
    : null;
  const idOf = (name: Path<Values>) => `${id}${name}`;

  return {
    form,
    ending: ended.ending,
    /** Another with each ending, so that the same answer given twice is read out twice. */
    endingKey: ended.count,
    failure,
    isSending,
    attempt,
    noteAttempt,
    press,
    /** Sends what is typed as it stands, another way than by the form's own button. */
    sendUnchecked: (ask: (values: Values) => Promise<Answer>) => once(() => send(ask, form.getValues())),
    problemOf,
    errorOf,
    summary: {
      attempt,
      errors: fields.flatMap((name) => {
        const message = errorOf(name);
        return message ? [{ fieldId: idOf(name), message }] : [];
      }),
    },
    /** A function as `action`: a press that comes before React listens is kept by it, and done then. */
    attributes: {
      noValidate: true,
      action: press,
      onInput: () => prepareRules(loadSchema),
      // React empties a form after its action.
      onReset: (event: FormEvent) => event.preventDefault(),
    },
    /** Gives a control what ties it to the form, and what is wrong with it. */
    field(name: Path<Values>, options?: RegisterOptions<Values, Path<Values>>) {
      return {
        ...form.register(name, options),
        id: idOf(name),
        defaultValue: textOf(first, name),
        error: errorOf(name),
      };
    },
  };
}

/** What a field holds at first, if that is text. */
function textOf(values: object, name: string): string | undefined {
  const value: unknown = Object.entries(values).find(([field]) => field === name)?.[1];
  return typeof value === "string" ? value : undefined;
}

function isFailure(answer: Given): answer is ActionFailure {
  return answer?.kind === "failure";
}

function isProblems<Field extends string, Code extends string>(
  answer: Given,
): answer is FieldProblems<Field, Code> {
  return answer?.kind === "problems";
}

function isEnding<Answer extends Given>(answer: Answer | ActionFailure): answer is Ending<Answer> {
  return answer?.kind !== "failure" && answer?.kind !== "problems";
}
