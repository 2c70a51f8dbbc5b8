import clsx from "clsx";
import FlaskConical from "lucide-react/icons/flask-conical";
import Radio from "lucide-react/icons/radio";
import Shapes from "lucide-react/icons/shapes";
import type { Environment } from "@/lib/generated/prisma/enums";
import { getTranslator } from "@/lib/server/language";

const LOOKS = {
  simulator: { icon: Shapes, pill: "border-dashed border-line-strong bg-surface text-ink-soft" },
  sandbox: { icon: FlaskConical, pill: "border-info-line bg-info-wash text-info-ink" },
  production: { icon: Radio, pill: "border-ink bg-ink text-canvas" },
} as const satisfies Record<Environment, { icon: typeof Radio; pill: string }>;

/** Says the environment in a word, an icon and a colour. It is on every screen. */
export async function EnvironmentMarker({ environment }: { environment: Environment }) {
  const t = await getTranslator("layout");
  const { icon: Icon, pill } = LOOKS[environment];
  return (
    <p
      data-environment={environment}
      title={t(`environmentHint.${environment}`)}
      className={clsx(
        "inline-flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-full border pr-2.5 pl-2 font-medium text-xs",
        pill,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{t("environmentLabel")}: </span>
      {t(`environment.${environment}`)}
    </p>
  );
}
