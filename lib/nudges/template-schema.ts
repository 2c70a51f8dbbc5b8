import * as z from "zod/mini";
import { type FieldProblem, issueOf, problemOf, saying } from "@/lib/field-problem";
import type { NudgeTemplate, TemplateChannel } from "./built-in-templates";
import { BODY_MAX_LENGTH, idIn, SUBJECT_MAX_LENGTH } from "./message-text";
import { unknownPlaceholders } from "./placeholders";
import { TEMPLATE_PROBLEMS, type TemplateProblem } from "./template-view";

function words(maxLength: number) {
  return z.string().check(
    z.trim(),
    z.refine((typed) => typed.length <= maxLength, saying("tooLong")),
    z.check(({ value, issues }) => {
      const unknown = unknownPlaceholders(value);
      if (unknown.length > 0)
        issues.push(
          issueOf(value, {
            code: "unknownPlaceholders",
            params: { names: unknown.join(", ") },
          }),
        );
      const found = idIn(value);
      if (found !== null) issues.push(issueOf(value, { code: "hasId", params: { found } }));
    }),
  );
}

const body = words(BODY_MAX_LENGTH).check(z.refine((typed) => typed !== "", saying("missing")));
const subject = words(SUBJECT_MAX_LENGTH);

/** The words of WhatsApp as they are kept: no placeholder that we do not know, and no id. */
const whatsAppTemplate = z.object({ subject, body });
/** The words of an e-mail, which has a subject too. */
const emailTemplate = z.object({
  subject: subject.check(z.refine((typed) => typed !== "", saying("missing"))),
  body,
});

/** The rules of a way. */
export function templateSchema(channel: TemplateChannel) {
  return channel === "email" ? emailTemplate : whatsAppTemplate;
}

export type TemplateProblems = { [Field in keyof NudgeTemplate]?: FieldProblem<TemplateProblem> };

/** The words as they are kept, or what is wrong with them. Pure. */
export function readTemplate(
  channel: TemplateChannel,
  typed: NudgeTemplate,
): { kind: "ok"; value: NudgeTemplate } | { kind: "problems"; problems: TemplateProblems } {
  const { success, data, error } = templateSchema(channel).safeParse(typed);
  if (success) return { kind: "ok", value: data };
  const problems: TemplateProblems = {};
  for (const issue of error.issues) {
    const problem = problemOf(issue);
    const code = TEMPLATE_PROBLEMS.find((known) => known === problem?.code);
    const field = issue.path[0] === "subject" ? "subject" : "body";
    if (code) problems[field] ??= { ...problem, code };
  }
  return { kind: "problems", problems };
}
